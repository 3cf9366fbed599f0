import type { ServiceDefinition } from "@grpc/grpc-js";
import { dmEnvRpc } from "../../proto/index.js";
import type { CallContext } from "../grpc/call-context.js";
import { pump } from "../grpc/handlers.js";
import { undecodable } from "../interaction/undecodable.js";

const { process } = dmEnvRpc.EnvironmentService;

/** The service, which takes requests that it cannot decode too, to answer with an error in their place. */
export const dmEnvRpcDefinition = {
  process: {
    ...process,
    requestDeserialize(bytes: Buffer): dmEnvRpc.EnvironmentRequest {
      try {
        return process.requestDeserialize(bytes);
      } catch (error) {
        return undecodable<dmEnvRpc.EnvironmentRequest>({ payload: undefined }, bytes, error);
      }
    },
  },
} satisfies ServiceDefinition;

/** Serves dm_env_rpc.v1 over gRPC. */
export function createDmEnvRpcHandlers({ serviceFor, statusOf }: CallContext): dmEnvRpc.EnvironmentServer {
  return {
    process(call) {
      const gone = new AbortController();
      call.once("close", () => gone.abort());
      void pump((requests) => serviceFor(call).process(requests, gone.signal), call, statusOf);
    },
  };
}
