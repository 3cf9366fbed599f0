import type { ServiceDefinition } from "@grpc/grpc-js";
import { inference, unexpected } from "../../proto/index.js";
import type { Meter } from "../../serving/base/meter.js";
import { undecodable, undecodableReason } from "../../serving/base/undecodable.js";
import type { CallContext } from "../../serving/grpc/call-context.js";
import { answeringDefinition, unaryHandlers } from "../../serving/grpc/unary.js";
import type { CallerService } from "../service.js";
import { answerStream, type ServedStream } from "./act-stream.js";

const { GRPCInferenceServiceService, ModelInferRequest, ModelInferResponse } = inference;

/** @param meter - records the sizes of messages */
export function inferenceDefinition(meter: Meter): ServiceDefinition {
  const standIn = (bytes: Buffer, error: unknown) =>
    undecodable(ModelInferRequest.fromPartial({}), bytes, error);
  return answeringDefinition(GRPCInferenceServiceService, standIn, meter);
}

/**
 * Handlers that serve the Open Inference Protocol over gRPC.
 * @param onStream - is told of each stream
 */
export function createInferenceHandlers(
  context: CallContext<CallerService>,
  onStream: (stream: ServedStream) => void,
): inference.GRPCInferenceServiceServer {
  const unary = unaryHandlers(context);
  return {
    serverLive: unary(({ inference: service }) => service.serverLive),
    serverReady: unary(({ inference: service }) => service.serverReady),
    modelReady: unary(({ inference: service }) => service.modelReady),
    serverMetadata: unary(({ inference: service }) => service.serverMetadata),
    modelMetadata: unary(({ inference: service }) => service.modelMetadata),
    modelInfer: unary(({ inference: service }) => service.modelInfer),
    repositoryIndex: unary(({ inference: service }) => service.repositoryIndex),
    modelStreamInfer(call) {
      try {
        const service = context.serviceFor(call);
        const release = service.takeStream();
        const answers = {
          answer: (request: inference.ModelInferRequest) => answer(service, request, context),
          close: async () => release(),
        };
        onStream(answerStream(call, answers, context.failed));
      } catch (error) {
        call.emit("error", context.statusOf(error));
      }
    },
  };
}

async function answer(
  { inference: service }: CallerService,
  request: inference.ModelInferRequest,
  { statusOf }: Pick<CallContext<unknown>, "statusOf">,
): Promise<inference.ModelStreamInferResponse> {
  try {
    const reason = undecodableReason(request);
    if (reason !== undefined) throw unexpected("request", "the method's message", reason);
    return { errorMessage: "", inferResponse: await service.modelInfer(request) };
  } catch (error) {
    const { message } = statusOf(error);
    return { errorMessage: message, inferResponse: ModelInferResponse.fromPartial({ id: request.id }) };
  }
}
