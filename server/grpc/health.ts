import type { Server } from "@grpc/grpc-js";
import { HealthImplementation } from "grpc-health-check";

/** grpc.health.v1, for whatever watches over servers. */
export interface Health {
  /** Of all services, from now on. */
  stopServing(): void;
}

/** @param services - full names; the empty one, of the server as a whole, comes with them */
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
