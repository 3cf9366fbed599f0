import { Metadata, type StatusObject } from "@grpc/grpc-js";
import { Status } from "../../proto/gen/google/rpc/status.js";
import { toStatus } from "./errors.js";
import type { Logger } from "./log.js";

/** The gRPC status of an error, with the whole google.rpc.Status in the trailer that gRPC defines for it. */
export function toGrpcStatus(error: unknown, log: Logger): Error & StatusObject {
  const status = toStatus(error, log);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(Status.encode(status).finish()));
  const { code, message } = status;
  return Object.assign(new Error(message), { code, details: message, metadata });
}
