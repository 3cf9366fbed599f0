import { type ClientDuplexStream, status as grpcStatus, type ServiceError } from "@grpc/grpc-js";
import type { GetServerInfoRequest, InteractRequest, InteractResponse } from "../../../proto/index.js";
import { BoundedClient } from "./bounded-client.js";
import { channelOptions } from "./channel-options.js";
import { ANSWER_SECONDS, BUSY_SECONDS, requestSeconds } from "./deadlines.js";
import { callPatiently } from "./patience.js";
import { type ClientSecurity, callMetadata, channelCredentials } from "./security.js";
import { translateError } from "./translate-error.js";
import { SilenceError, type Transport } from "./transport.js";
import type { UnaryMethod } from "./unary-method.js";
import { createWaits } from "./waits.js";

/** The largest size that gRPC accepts, since the server limits sizes. */
const MAX_MESSAGE_BYTES = 2 ** 31 - 1;

/** Bytes that the server may send before the learner has read them. */
const FLOW_CONTROL_WINDOW = 2 ** 24;

/**
 * @param address - host:port
 * @throws Error if the certificates are invalid
 */
export function grpcTransport(address: string, security: ClientSecurity = {}): Transport {
  const client = new BoundedClient(address, channelCredentials(security), {
    ...channelOptions(address),
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
    // A short backoff finds a restarted server soon.
    "grpc.initial_reconnect_backoff_ms": 100,
    "grpc.max_reconnect_backoff_ms": 1000,
    // Rollouts are megabytes. A window of 64 KiB, HTTP/2's own, would let so much through in each round trip.
    "grpc-node.flow_control_window": FLOW_CONTROL_WINDOW,
  });

  const metadata = callMetadata(security);
  const translate = (error: ServiceError) => translateError(error, { address, security });
  const waits = createWaits();
  let reached = false;
  /** Seconds for requests that involve environments; updated when the server advertises its limits. */
  let patience = requestSeconds(undefined);

  const unary =
    <Q, R>(name: string, method: UnaryMethod<Q, R>, secondsOf = () => ANSWER_SECONDS) =>
    (request: Q) =>
      new Promise<R>((resolve, reject) => {
        const seconds = secondsOf();
        const options = { deadline: Date.now() + 1000 * seconds };
        method.call(client, request, metadata, options, (error, response) => {
          if (error?.code === grpcStatus.DEADLINE_EXCEEDED) {
            return reject(new SilenceError(address, name, seconds));
          }
          if (error) return reject(translate(error));
          reached = true;
          resolve(response);
        });
      });
  /** Retries calls to a server that answered before, since it may be busy or come back. Otherwise fails at once. */
  const patient = <Q, R>(name: string, method: UnaryMethod<Q, R>, seconds = () => BUSY_SECONDS) => {
    const call = unary(name, method, () => (reached ? seconds() : ANSWER_SECONDS));
    return (request: Q) => waits.during(() => (reached ? callPatiently(() => call(request)) : call(request)));
  };
  const getServerInfo = patient("GetServerInfo", client.getServerInfo);

  return {
    address,
    waits,
    async getServerInfo(request: GetServerInfoRequest) {
      const info = await getServerInfo(request);
      patience = requestSeconds(info.limits);
      return info;
    },
    listEnvironments: patient("ListEnvironments", client.listEnvironments),
    describeEnvironment: patient("DescribeEnvironment", client.describeEnvironment, () => patience),
    // If the answer to the first attempt is lost, its session ends when its lease runs out.
    createSession: patient("CreateSession", client.createSession, () => patience),
    renewLease: unary("RenewLease", client.renewLease),
    closeSession: unary("CloseSession", client.closeSession),
    interact: (requests, signal) => pumpStream(client.interact(metadata), requests, translate, signal),
    close: () => client.close(),
  };
}

/** Writes all requests to the stream while yielding its responses. */
async function* pumpStream(
  stream: ClientDuplexStream<InteractRequest, InteractResponse>,
  requests: AsyncIterable<InteractRequest>,
  translate: (error: ServiceError) => Error,
  signal?: AbortSignal,
): AsyncIterable<InteractResponse> {
  const cancel = () => stream.cancel();
  signal?.addEventListener("abort", cancel);
  if (signal?.aborted) cancel();
  // Writing is not awaited, since the stream may end before its sender ends the requests.
  writeRequests(stream, requests).catch(cancel);
  try {
    yield* stream as AsyncIterable<InteractResponse>;
  } catch (error) {
    throw translate(error as ServiceError);
  } finally {
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
}

async function writeRequests(
  stream: ClientDuplexStream<InteractRequest, InteractResponse>,
  requests: AsyncIterable<InteractRequest>,
): Promise<void> {
  for await (const request of requests) {
    if (!stream.writable) return;
    stream.write(request);
  }
  stream.end();
}
