import type { Server } from "@grpc/grpc-js";
import { ReflectionService } from "@grpc/reflection";
import { fileDescriptors } from "../../proto/file-descriptors.js";

type Definition = ConstructorParameters<typeof ReflectionService>[0][string];

/**
 * Adds server reflection, with which clients such as grpcurl read the contract and its comments (grpc.reflection.v1 and
 * v1alpha).
 * @param services - full names of the services to list
 */
export function addReflection(server: Server, services: readonly string[]): void {
  // Reflection reads only the files of a definition.
  const contract = { fileDescriptorProtos: fileDescriptors().map((file) => Buffer.from(file)) } as Definition;
  new ReflectionService({ contract }, { services: [...services] }).addToServer(server);
}
