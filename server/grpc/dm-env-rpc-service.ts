import type { ServiceDefinition } from "@grpc/grpc-js";
import { dmEnvRpc } from "../../proto/index.js";
import { undecodable } from "../messages/undecodable.js";
import type { Meter } from "../metrics/meter.js";
import type { CallContext } from "./call-context.js";
import { pump } from "./handlers.js";
import { lenientDefinition } from "./lenient-definition.js";

/** @param meter - records the sizes of messages */
export function dmEnvRpcDefinition(meter: Meter): ServiceDefinition {
  return lenientDefinition(
    dmEnvRpc.EnvironmentService,
    (_, bytes, error) => undecodable<dmEnvRpc.EnvironmentRequest>({ payload: undefined }, bytes, error),
    meter,
  );
}

/** Serves dm_env_rpc.v1 over gRPC. */
export function createDmEnvRpcHandlers(context: CallContext): dmEnvRpc.EnvironmentServer {
  return {
    process(call) {
      const gone = new AbortController();
      call.once("close", () => gone.abort());
      pump((requests) => context.serviceFor(call).process(requests, gone.signal), call, context);
    },
  };
}
