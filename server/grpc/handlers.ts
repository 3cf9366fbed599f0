import { setTimeout as sleep } from "node:timers/promises";
import type { handleUnaryCall, ServerDuplexStream, ServiceDefinition } from "@grpc/grpc-js";
import {
  type EnvironmentService,
  type EnvironmentServiceServer,
  EnvironmentServiceService,
  unexpected,
} from "../../proto/index.js";
import { undecodableRequest } from "../messages/undecodable.js";
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
export function createHandlers(context: CallContext): EnvironmentServiceServer {
  const unary =
    <Request, Response>(
      method: (service: EnvironmentService) => (request: Request) => Promise<Response>,
      whenGone?: (service: EnvironmentService, response: Response) => Promise<unknown>,
    ): handleUnaryCall<Request, Response> =>
    (call, callback) => {
      const answer = async (): Promise<Response> => {
        checkDecoded(call.request);
        const service = context.serviceFor(call);
        const response = await method(service)(call.request);
        if (call.cancelled) await whenGone?.(service, response);
        return response;
      };
      // A status that cannot be sent is not worth a process.
      answer()
        .then((response) => callback(null, response))
        .catch((error) => callback(context.statusOf(error)))
        .catch(context.failed);
    };
  return {
    getServerInfo: unary((service) => service.getServerInfo),
    listEnvironments: unary((service) => service.listEnvironments),
    describeEnvironment: unary((service) => service.describeEnvironment),
    // Nobody knows the id of a session whose client went away before it was made.
    createSession: unary(
      (service) => service.createSession,
      (service, { sessionId }) => service.closeSession({ sessionId }),
    ),
    renewLease: unary((service) => service.renewLease),
    closeSession: unary((service) => service.closeSession),
    interact: (call) => {
      pump((requests) => context.serviceFor(call).interact(requests), call, context);
    },
  };
}

/** @throws ContractError if the request's bytes could not be read */
function checkDecoded(request: unknown): void {
  if (!(request instanceof Undecodable)) return;
  const { length, cause } = request;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw unexpected("request", "the method's message", `${length} undecodable bytes (${reason})`);
}

/** Carries a stream's messages, until either side ends it. */
export function pump<Request, Response>(
  serve: (requests: AsyncIterable<Request>) => AsyncIterable<Response>,
  call: ServerDuplexStream<Request, Response>,
  { statusOf, failed }: Pick<CallContext, "statusOf" | "failed">,
): void {
  const outlet = createOutlet(call);
  const carry = async () => {
    // Left intact when the service ends the stream, so that its status can still be sent.
    const requests: AsyncIterable<Request> = call.iterator({ destroyOnReturn: false });
    for await (const response of serve(requests)) if (!(await outlet.send(response))) return;
  };
  carry()
    .then(
      () => outlet.end(),
      (error) => outlet.end(statusOf(error)),
    )
    .catch(failed);
}

/** The responses of a stream, on their way. */
interface Outlet<Response> {
  /**
   * At most one response waits to be sent while the next is made.
   * @returns whether the client is still there
   */
  send(response: Response): Promise<boolean>;
  /** Ends the stream with OK, or an error. */
  end(error?: Error): Promise<void>;
}

/** How long a client that reads nothing keeps a stream that has ended, in milliseconds. */
const GOODBYE_MS = 1000;

function createOutlet<Response>(call: ServerDuplexStream<unknown, Response>): Outlet<Response> {
  let sent = Promise.resolve();
  let release = () => {};
  call.once("close", () => release());
  const write = (response: Response) =>
    new Promise<void>((resolve) => {
      release = resolve;
      call.write(response, () => resolve());
    });
  return {
    async send(response) {
      await sent;
      if (call.cancelled || call.destroyed) return false;
      sent = write(response);
      return true;
    },
    async end(error) {
      // An error while a response is on its way would destroy the call, and the client would never be told.
      await Promise.race([sent, sleep(GOODBYE_MS, undefined, { ref: false })]);
      if (error === undefined) call.end();
      else call.emit("error", error);
    },
  };
}
