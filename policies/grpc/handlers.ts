import type { ServiceDefinition } from "@grpc/grpc-js";
import { policies } from "../../proto/index.js";
import type { Meter } from "../../serving/base/meter.js";
import { undecodable } from "../../serving/base/undecodable.js";
import type { CallContext } from "../../serving/grpc/call-context.js";
import { responseEncoder } from "../../serving/grpc/response-bytes.js";
import { answeringDefinition, unaryHandlers } from "../../serving/grpc/unary.js";
import type { CallerService } from "../service.js";
import { answerStream, type ServedStream } from "./act-stream.js";

const { ActStreamResponse, PolicyServiceService } = policies;

/** The ActStream method, with a faster encoder of responses. */
const streamMethod = {
  ...PolicyServiceService.actStream,
  responseSerialize: responseEncoder(ActStreamResponse),
};

/** @param meter - records the sizes of messages */
export function policiesDefinition(meter: Meter): ServiceDefinition {
  const standIn = (bytes: Buffer, error: unknown) =>
    undecodable<policies.ActStreamRequest>({ actors: undefined, observations: undefined }, bytes, error);
  return answeringDefinition({ ...PolicyServiceService, actStream: streamMethod }, standIn, meter);
}

/**
 * Handlers that serve policies.v1 over gRPC, for each caller separately.
 * @param onStream - is told of each stream
 */
export function createHandlers(
  context: CallContext<CallerService>,
  onStream: (stream: ServedStream) => void,
): policies.PolicyServiceServer {
  const unary = unaryHandlers(context);
  return {
    getStatus: unary((service) => service.getStatus),
    assign: unary((service) => service.assign),
    act: unary((service) => service.act),
    report: unary((service) => service.report),
    actStream(call) {
      try {
        onStream(answerStream(call, context.serviceFor(call).openStream(), context.failed));
      } catch (error) {
        call.emit("error", context.statusOf(error));
      }
    },
  };
}
