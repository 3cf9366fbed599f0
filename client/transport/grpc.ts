import {
  type CallOptions,
  type ClientDuplexStream,
  status as grpcStatus,
  type Metadata,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  EnvironmentServiceClient,
  errorFromStatus,
  type InteractRequest,
  type InteractResponse,
  Status,
  unexpected,
} from "../../proto/index.js";
import { connectionFailure } from "./connection-failure.js";
import { callPatiently } from "./patience.js";
import { type ClientSecurity, callMetadata, channelCredentials } from "./security.js";
import { ConnectionError, type Transport } from "./transport.js";

/** Sizes are the server's to limit; ours is only what gRPC needs to be told. */
const MAX_MESSAGE_BYTES = 2 ** 31 - 1;

/** How long a server may take to say what it has, in seconds; beyond, there is none, or none of ours. */
const ANSWER_SECONDS = 5;

/**
 * @param address - host:port
 * @throws Error if the certificates are none
 */
export function grpcTransport(address: string, security: ClientSecurity = {}): Transport {
  const client = new EnvironmentServiceClient(address, channelCredentials(security), {
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    // A half-open connection is noticed in less than a minute. A learner that is busy updating reads the
    // server's answer late, so the timeout is long; to be wrong costs no more than to attach anew.
    "grpc.keepalive_time_ms": 20_000,
    "grpc.keepalive_timeout_ms": 30_000,
    // A server that is back is found soon after.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1000,
  });

  const metadata = callMetadata(security);
  const translate = (error: ServiceError) => translateError(error, address, security);
  let reached = false;

  type Callback<R> = (error: ServiceError | null, response: R) => void;
  type Method<Q, R> = (
    request: Q,
    metadata: Metadata,
    options: Partial<CallOptions>,
    callback: Callback<R>,
  ) => unknown;
  const unary =
    <Q, R>(method: Method<Q, R>, seconds = Number.POSITIVE_INFINITY) =>
    (request: Q) =>
      new Promise<R>((resolve, reject) => {
        const options = { deadline: Date.now() + 1000 * seconds };
        method.call(client, request, metadata, options, (error, response) => {
          if (error) return reject(translate(error));
          reached = true;
          resolve(response);
        });
      });
  /** A server that was never there is reported at once; one that was may come back. */
  const patient =
    <Q, R>(call: (request: Q) => Promise<R>) =>
    (request: Q) =>
      reached ? callPatiently(() => call(request)) : call(request);

  return {
    address,
    getServerInfo: patient(unary(client.getServerInfo, ANSWER_SECONDS)),
    listEnvironments: patient(unary(client.listEnvironments, ANSWER_SECONDS)),
    describeEnvironment: patient(unary(client.describeEnvironment, ANSWER_SECONDS)),
    // If the answer to the first attempt is lost, its session is freed when its lease runs out.
    createSession: patient(unary(client.createSession)),
    renewLease: unary(client.renewLease),
    closeSession: unary(client.closeSession, ANSWER_SECONDS),
    interact: (requests) => pumpStream(client.interact(metadata), requests, translate),
    close: () => client.close(),
  };
}

/** Writes all requests to the stream while yielding its responses. */
async function* pumpStream(
  stream: ClientDuplexStream<InteractRequest, InteractResponse>,
  requests: AsyncIterable<InteractRequest>,
  translate: (error: ServiceError) => Error,
): AsyncIterable<InteractResponse> {
  const written = writeRequests(stream, requests);
  try {
    yield* stream as AsyncIterable<InteractResponse>;
    await written;
  } catch (error) {
    throw translate(error as ServiceError);
  } finally {
    stream.cancel();
  }
}

async function writeRequests(
  stream: ClientDuplexStream<InteractRequest, InteractResponse>,
  requests: AsyncIterable<InteractRequest>,
): Promise<void> {
  for await (const request of requests) stream.write(request);
  stream.end();
}

/** An error of the contract if the server sent one, else what became of the connection. */
function translateError(error: ServiceError, address: string, security: ClientSecurity): Error {
  const details = error.metadata?.get("grpc-status-details-bin")[0];
  const status = Buffer.isBuffer(details) ? Status.decode(details) : undefined;
  const contractError = status && errorFromStatus(status);
  if (contractError) return contractError;
  const [, got, limit] = /message larger than max \((\d+) vs\.? (\d+)\)/.exec(error.details) ?? [];
  if (limit !== undefined) return unexpected("message", `at most ${limit} bytes`, got, "LIMIT");
  if (error.code === grpcStatus.DEADLINE_EXCEEDED)
    return new ConnectionError(address, `expected an answer within ${ANSWER_SECONDS} s, got none`);
  return new ConnectionError(address, connectionFailure(error, security));
}
