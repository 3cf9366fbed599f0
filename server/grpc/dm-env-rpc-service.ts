import type { ServiceDefinition } from "@grpc/grpc-js";
import { dmEnvRpc } from "../../proto/index.js";
import type { Meter } from "../../serving/base/meter.js";
import { undecodable } from "../../serving/base/undecodable.js";
import type { CallContext } from "../../serving/grpc/call-context.js";
import { lenientDefinition } from "../../serving/grpc/lenient-definition.js";
import { pump } from "../../serving/grpc/pump.js";
import type { CallerService } from "../service.js";

/** @param meter - records the sizes of messages */
export function dmEnvRpcDefinition(meter: Meter): ServiceDefinition {
  return lenientDefinition(
    dmEnvRpc.EnvironmentService,
    (_, bytes, error) => undecodable<dmEnvRpc.EnvironmentRequest>({ payload: undefined }, bytes, error),
    meter,
  );
}

/** Serves dm_env_rpc.v1 over gRPC. */
export function createDmEnvRpcHandlers(context: CallContext<CallerService>): dmEnvRpc.EnvironmentServer {
  return {
    process(call) {
      const gone = new AbortController();
      call.once("close", () => gone.abort());
      pump((requests) => context.serviceFor(call).process(requests, gone.signal), call, context);
    },
  };
}
