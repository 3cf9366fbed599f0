import { makeGenericClientConstructor, type ServiceDefinition } from "@grpc/grpc-js";
import { BoundedReader, EnvironmentServiceClient } from "../../../proto/index.js";

/** The generated client, to which no answer is more than can be decoded in an instant: it is an error beyond. */
export const BoundedClient = makeGenericClientConstructor(
  boundedDefinition(EnvironmentServiceClient.service as unknown as ServiceDefinition),
  EnvironmentServiceClient.serviceName,
) as unknown as typeof EnvironmentServiceClient;

function boundedDefinition(service: ServiceDefinition): ServiceDefinition {
  return Object.fromEntries(
    Object.entries(service).map(([name, method]) => {
      // The generated code decodes from a reader as from bytes.
      const responseDeserialize = (bytes: Buffer) =>
        method.responseDeserialize(new BoundedReader(bytes) as unknown as Buffer);
      return [name, { ...method, responseDeserialize }];
    }),
  );
}
