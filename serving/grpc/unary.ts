import type { handleUnaryCall, ServiceDefinition } from "@grpc/grpc-js";
import { unexpected } from "../../proto/index.js";
import type { Meter } from "../base/meter.js";
import type { CallContext } from "./call-context.js";
import { lenientDefinition } from "./lenient-definition.js";

/** Replaces a request of a unary method that cannot be decoded. */
class Undecodable {
  constructor(
    readonly length: number,
    readonly cause: unknown,
  ) {}
}

/**
 * A service definition whose handlers answer requests that cannot be decoded with the contract's errors.
 * @param streamStandIn - makes the replacement for a stream's request that cannot be decoded
 * @param meter - records the sizes of messages
 */
export function answeringDefinition(
  service: Readonly<Record<string, unknown>>,
  streamStandIn: (bytes: Buffer, error: unknown) => unknown,
  meter: Meter,
): ServiceDefinition {
  return lenientDefinition(
    service,
    ({ requestStream }, bytes, error) =>
      requestStream ? streamStandIn(bytes, error) : new Undecodable(bytes.length, error),
    meter,
  );
}

/** Makes handlers of unary methods, which serve each caller separately. */
export function unaryHandlers<Service>(context: CallContext<Service>) {
  /** @param whenGone - is called with the answer if the client disconnected before it was there */
  return <Request, Response>(
    method: (service: Service) => (request: Request) => Promise<Response>,
    whenGone?: (service: Service, response: Response) => Promise<unknown>,
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
}

/** @throws ContractError if the request could not be decoded */
function checkDecoded(request: unknown): void {
  if (!(request instanceof Undecodable)) return;
  const { length, cause } = request;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw unexpected("request", "the method's message", `${length} undecodable bytes (${reason})`);
}
