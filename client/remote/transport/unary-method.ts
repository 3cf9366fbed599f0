import type { CallOptions, Metadata, ServiceError } from "@grpc/grpc-js";

/** A method of a generated client that has one request and one response. */
export type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: Partial<CallOptions>,
  callback: (error: ServiceError | null, response: Response) => void,
) => unknown;
