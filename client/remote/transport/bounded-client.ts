import { makeGenericClientConstructor, type ServiceDefinition } from "@grpc/grpc-js";
import { BoundedReader, EnvironmentServiceClient } from "../../../proto/index.js";

/** The generated client with a limit on answers, so that decoding never takes long. A larger answer is an error. */
export const BoundedClient = makeGenericClientConstructor(
  boundedDefinition(EnvironmentServiceClient.service as unknown as ServiceDefinition),
  EnvironmentServiceClient.serviceName,
) as unknown as typeof EnvironmentServiceClient;

function boundedDefinition(service: ServiceDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => {
      // The generated code can decode from a reader as well as from bytes.
      const responseDeserialize = (bytes: Buffer) =>
        method.responseDeserialize(new BoundedReader(bytes) as unknown as Buffer);
      return [name, { ...method, responseDeserialize }];
    }),
  );
}
