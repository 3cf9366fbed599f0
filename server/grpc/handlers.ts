import type { handleUnaryCall, ServerDuplexStream, ServerUnaryCall, ServiceDefinition } from "@grpc/grpc-js";
import {
  type EnvironmentService,
  type EnvironmentServiceServer,
  EnvironmentServiceService,
  type InteractRequest,
  type InteractResponse,
  unexpected,
} from "../../proto/index.js";
import { reasonOf } from "../errors.js";
import { undecodableRequest } from "../interaction/undecodable.js";
import type { Logger } from "../log.js";
import { type Meter, silentMeter } from "../metrics/meter.js";
import type { Access } from "../security/access.js";
import type { HostedService } from "../service.js";
import { encodeResponse } from "./response-bytes.js";
import { toGrpcStatus } from "./statuses.js";

/** Of a call, what tells who makes it. */
type Call = Pick<ServerUnaryCall<unknown, unknown>, "metadata" | "getAuthContext">;

/** What a unary method is given in place of a request whose bytes cannot be read. */
class Undecodable {
  constructor(
    readonly length: number,
    readonly cause: unknown,
  ) {}
}

/** With responses encoded as fast as they can be. */
const interactMethod = { ...EnvironmentServiceService.interact, responseSerialize: encodeResponse };

/**
 * The service's methods, which take what they cannot decode too, to answer with an error of the contract.
 * @param meter - told how large messages are
 */
export function lenientDefinition(meter: Meter = silentMeter): ServiceDefinition {
  const methods = Object.entries({ ...EnvironmentServiceService, interact: interactMethod });
  return Object.fromEntries(
    methods.map(([name, method]) => {
      const requestDeserialize = (bytes: Buffer): unknown => {
        meter.received(bytes.length);
        try {
          return method.requestDeserialize(bytes);
        } catch (error) {
          return method.requestStream
            ? undecodableRequest(bytes, error)
            : new Undecodable(bytes.length, error);
        }
      };
      const responseSerialize = (response: never): Buffer => {
        const bytes = method.responseSerialize(response);
        meter.sent(bytes.length);
        return bytes;
      };
      return [name, { ...method, requestDeserialize, responseSerialize }];
    }),
  ) as unknown as ServiceDefinition;
}

/** Serves a service over gRPC: to each caller as its own. */
export function createHandlers(
  hosted: HostedService,
  log: Logger,
  access: Pick<Access, "identify">,
  meter: Meter = silentMeter,
): EnvironmentServiceServer {
  const statusOf = (error: unknown) => {
    meter.failed(reasonOf(error));
    return toGrpcStatus(error, log);
  };
  const serviceFor = (call: Call) => {
    const certificate = call.getAuthContext().sslPeerCertificate;
    return hosted.forCaller(access.identify({ metadata: call.metadata, certificate }));
  };
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
    interact: (call) => void pump(serviceFor, call, statusOf),
  };
}

async function checkDecoded(request: unknown): Promise<void> {
  if (!(request instanceof Undecodable)) return;
  const { length, cause } = request;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw unexpected("request", "the method's message", `${length} undecodable bytes (${reason})`);
}

/** Carries a stream's messages. At most one response waits to be sent while the next is made. */
async function pump(
  serviceFor: (call: Call) => EnvironmentService,
  call: ServerDuplexStream<InteractRequest, InteractResponse>,
  statusOf: (error: unknown) => Error,
): Promise<void> {
  let sent = Promise.resolve();
  let release = () => {};
  call.once("close", () => release());
  const send = (response: InteractResponse) =>
    new Promise<void>((resolve) => {
      release = resolve;
      call.write(response, () => resolve());
    });
  try {
    // Left intact when the service ends the stream, so that its status can still be sent.
    const requests: AsyncIterable<InteractRequest> = call.iterator({ destroyOnReturn: false });
    for await (const response of serviceFor(call).interact(requests)) {
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
