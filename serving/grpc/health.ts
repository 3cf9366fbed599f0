import type { Server } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";

/** The health service grpc.health.v1, for programs that monitor servers. */
export interface Health {
  /** Reports all services as not serving from now on. */
  stopServing(): void;
}

/** @param services - full names; the empty name, for the whole server, is added */
export function addHealth(server: Server, services: readonly string[]): Health {
  const names = ["", ...services];
  const health = new HealthImplementation(
    Object.fromEntries(names.map((name) => [name, "SERVING" as const])),
  );
  health.addToServer(server);
  return {
    stopServing() {
      for (const name of names) health.setStatus(name, "NOT_SERVING");
    },
  };
}
