import type { Server } from "@grpc/grpc-js";
import { ReflectionService } from "@grpc/reflection";
import { fileDescriptors } from "../../proto/file-descriptors.js";

type Definition = ConstructorParameters<typeof ReflectionService>[0][string];

/**
 * Lets clients such as grpcurl ask for the contract, with its comments (grpc.reflection.v1 and v1alpha).
 * @param services - full names of those to list
 */
export function addReflection(server: Server, services: readonly string[]): void {
  // All that is read of a definition is its files.
  const contract = { fileDescriptorProtos: fileDescriptors().map((file) => Buffer.from(file)) } as Definition;
  new ReflectionService({ contract }, { services: [...services] }).addToServer(server);
}
