import type { handleUnaryCall, ServerDuplexStream, ServiceDefinition } from "@grpc/grpc-js";
import {
  type EnvironmentService,
  type EnvironmentServiceServer,
  EnvironmentServiceService,
  unexpected,
} from "../../proto/index.js";
import { undecodableRequest } from "../interaction/undecodable.js";
import type { Meter } from "../metrics/meter.js";
import type { CallContext } from "./call-context.js";
import { lenientDefinition } from "./lenient-definition.js";
import { encodeResponse } from "./response-bytes.js";

/** What a unary method is given in place of a request whose bytes cannot be read. */
class Undecodable {
  constructor(
    readonly length: number,
    readonly cause: unknown,
  ) {}
}

/** With responses encoded as fast as they can be. */
const interactMethod = { ...EnvironmentServiceService.interact, responseSerialize: encodeResponse };

/** @param meter - told how large messages are */
export function environmentDefinition(meter: Meter): ServiceDefinition {
  return lenientDefinition(
    { ...EnvironmentServiceService, interact: interactMethod },
    ({ requestStream }, bytes, error) =>
      requestStream ? undecodableRequest(bytes, error) : new Undecodable(bytes.length, error),
    meter,
  );
}

/** Serves a service over gRPC: to each caller as its own. */
export function createHandlers({ serviceFor, statusOf }: CallContext): EnvironmentServiceServer {
  const unary = <Request, Response>(
    method: (service: EnvironmentService) => (request: Request) => Promise<Response>,
  ): handleUnaryCall<Request, Response> => {
    return (call, callback) => {
      const fail = (error: unknown) => callback(statusOf(error));
      checkDecoded(call.request)
        .then(() => method(serviceFor(call))(call.request))
        .then((response) => callback(null, response), fail);
    };
  };
  return {
    getServerInfo: unary((service) => service.getServerInfo),
    listEnvironments: unary((service) => service.listEnvironments),
    describeEnvironment: unary((service) => service.describeEnvironment),
    createSession: unary((service) => service.createSession),
    renewLease: unary((service) => service.renewLease),
    closeSession: unary((service) => service.closeSession),
    interact: (call) => void pump((requests) => serviceFor(call).interact(requests), call, statusOf),
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
  statusOf: (error: unknown) => Error,
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
    call.emit("error", statusOf(error));
  }
}
