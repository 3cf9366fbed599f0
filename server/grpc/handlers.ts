import type { handleUnaryCall, ServerDuplexStream, ServiceDefinition } from "@grpc/grpc-js";
import { type EnvironmentServiceServer, EnvironmentServiceService, unexpected } from "../../proto/index.js";
import { undecodableRequest } from "../interaction/undecodable.js";
import type { Logger } from "../log.js";
import type { HostedService } from "../service.js";
import { encodeResponse } from "./response-bytes.js";
import { toGrpcStatus } from "./statuses.js";

/** What a unary method is given in place of a request whose bytes cannot be read. */
class Undecodable {
  constructor(
    readonly length: number,
    readonly cause: unknown,
  ) {}
}

/** With responses encoded as fast as they can be. */
const interactMethod = { ...EnvironmentServiceService.interact, responseSerialize: encodeResponse };

/** The service's methods, which take what they cannot decode too, to answer with an error of the contract. */
export const lenientDefinition: ServiceDefinition = Object.fromEntries(
  Object.entries({ ...EnvironmentServiceService, interact: interactMethod }).map(([name, method]) => {
    const requestDeserialize = (bytes: Buffer): unknown => {
      try {
        return method.requestDeserialize(bytes);
      } catch (error) {
        return method.requestStream ? undecodableRequest(bytes, error) : new Undecodable(bytes.length, error);
      }
    };
    return [name, { ...method, requestDeserialize }];
  }),
) as unknown as ServiceDefinition;

/** Serves a service over gRPC. */
export function createHandlers(service: HostedService, log: Logger): EnvironmentServiceServer {
  const unary = <Request, Response>(
    method: (request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> => {
    return ({ request }, callback) => {
      const fail = (error: unknown) => callback(toGrpcStatus(error, log));
      checkDecoded(request)
        .then(() => method(request))
        .then((response) => callback(null, response), fail);
    };
  };
  return {
    getServerInfo: unary(service.getServerInfo),
    listEnvironments: unary(service.listEnvironments),
    describeEnvironment: unary(service.describeEnvironment),
    createSession: unary(service.createSession),
    renewLease: unary(service.renewLease),
    closeSession: unary(service.closeSession),
    interact: (call) => void pump(service.interact, call, log),
  };
}

async function checkDecoded(request: unknown): Promise<void> {
  if (!(request instanceof Undecodable)) return;
  const { length, cause } = request;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw unexpected("request", "the method's message", `${length} undecodable bytes (${reason})`);
}

/** Carries a stream's messages. At most one response waits to be sent while the next is made. */
export async function pump<Request, Response>(
  serve: (requests: AsyncIterable<Request>) => AsyncIterable<Response>,
  call: ServerDuplexStream<Request, Response>,
  log: Logger,
): Promise<void> {
  let sent = Promise.resolve();
  let release = () => {};
  call.once("close", () => release());
  const send = (response: Response) =>
    new Promise<void>((resolve) => {
      release = resolve;
      call.write(response, () => resolve());
    });
  try {
    // Left intact when the service ends the stream, so that its status can still be sent.
    const requests: AsyncIterable<Request> = call.iterator({ destroyOnReturn: false });
    for await (const response of serve(requests)) {
      await sent;
      if (call.cancelled || call.destroyed) return;
      sent = send(response);
    }
    await sent;
    call.end();
  } catch (error) {
    call.emit("error", toGrpcStatus(error, log));
  }
}
