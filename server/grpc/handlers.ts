import type { ServiceDefinition } from "@grpc/grpc-js";
import {
  type EnvironmentServiceServer,
  EnvironmentServiceService,
  InteractResponse,
} from "../../proto/index.js";
import type { Meter } from "../../serving/base/meter.js";
import type { CallContext } from "../../serving/grpc/call-context.js";
import { pump } from "../../serving/grpc/pump.js";
import { responseEncoder } from "../../serving/grpc/response-bytes.js";
import { answeringDefinition, unaryHandlers } from "../../serving/grpc/unary.js";
import { undecodableRequest } from "../messages/undecodable.js";
import type { CallerService } from "../service.js";

/** The Interact method, with a faster encoder of responses. */
const interactMethod = {
  ...EnvironmentServiceService.interact,
  responseSerialize: responseEncoder(InteractResponse),
};

/** @param meter - records the sizes of messages */
export function environmentDefinition(meter: Meter): ServiceDefinition {
  const service = { ...EnvironmentServiceService, interact: interactMethod };
  return answeringDefinition(service, undecodableRequest, meter);
}

/** Handlers that serve a service over gRPC, for each caller separately. */
export function createHandlers(context: CallContext<CallerService>): EnvironmentServiceServer {
  const unary = unaryHandlers(context);
  return {
    getServerInfo: unary((service) => service.getServerInfo),
    listEnvironments: unary((service) => service.listEnvironments),
    describeEnvironment: unary((service) => service.describeEnvironment),
    // If the client disconnected before its session was made, nobody knows the session's id, so it is closed.
    createSession: unary(
      (service) => service.createSession,
      (service, { sessionId }) => service.closeSession({ sessionId }),
    ),
    renewLease: unary((service) => service.renewLease),
    closeSession: unary((service) => service.closeSession),
    interact: (call) => {
      pump((requests) => context.serviceFor(call).interact(requests), call, context);
    },
  };
}
