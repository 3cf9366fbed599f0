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

/** Replaces a request of a unary method that cannot be decoded. */
class Undecodable {
  constructor(
    readonly length: number,
    readonly cause: unknown,
  ) {}
}

/** The Interact method, with a faster encoder of responses. */
const interactMethod = { ...EnvironmentServiceService.interact, responseSerialize: encodeResponse };

/** @param meter - records the sizes of messages */
export function environmentDefinition(meter: Meter): ServiceDefinition {
  return lenientDefinition(
    { ...EnvironmentServiceService, interact: interactMethod },
    ({ requestStream }, bytes, error) =>
      requestStream ? undecodableRequest(bytes, error) : new Undecodable(bytes.length, error),
    meter,
  );
}

/** Handlers that serve a service over gRPC, for each caller separately. */
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
      // A status that cannot be sent must not end the process.
      answer()
        .then((response) => callback(null, response))
        .catch((error) => callback(context.statusOf(error)))
        .catch(context.failed);
    };
  return {
    getServerInfo: unary((service) => service.getServerInfo),
    listEnvironments: unary((service) => service.listEnvironments),
    describeEnvironment: unary((service) => service.describeEnvironment),
    // If the client disconnected before its session was made, nobody knows the session's id, so it is closed.
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

/** @throws ContractError if the request could not be decoded */
function checkDecoded(request: unknown): void {
  if (!(request instanceof Undecodable)) return;
  const { length, cause } = request;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw unexpected("request", "the method's message", `${length} undecodable bytes (${reason})`);
}

/** Passes a stream's messages on until either side ends it. */
export function pump<Request, Response>(
  serve: (requests: AsyncIterable<Request>) => AsyncIterable<Response>,
  call: ServerDuplexStream<Request, Response>,
  { statusOf, failed }: Pick<CallContext, "statusOf" | "failed">,
): void {
  const outlet = createOutlet(call);
  const carry = async () => {
    // The call must survive when the service ends the stream, so that its status can still be sent.
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

/** Sends the responses of a stream. */
interface Outlet<Response> {
  /**
   * Sends a response. At most one response waits to be sent while the next one is made.
   * @returns whether the client is still connected
   */
  send(response: Response): Promise<boolean>;
  /** Ends the stream with OK or an error. */
  end(error?: Error): Promise<void>;
}

/** Milliseconds for which a client that reads nothing can delay the end of a stream. */
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
      // Sending an error while a response is being sent would destroy the call without telling the client.
      await Promise.race([sent, sleep(GOODBYE_MS, undefined, { ref: false })]);
      if (error === undefined) call.end();
      else call.emit("error", error);
    },
  };
}
