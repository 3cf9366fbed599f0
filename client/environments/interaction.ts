import { setTimeout as sleep } from "node:timers/promises";
import {
  ContractError,
  errorFromStatus,
  type InteractRequest,
  type InteractResponse,
} from "../../proto/index.js";
import { goneForGood, RETRY_SECONDS } from "../transport/patience.js";
import { ConnectionError, type Transport } from "../transport/transport.js";
import { createMessageQueue, type MessageQueue } from "./message-queue.js";

type Action = NonNullable<InteractRequest["action"]>;
type Result = NonNullable<InteractResponse["result"]>;
/** What a request's success is, by the request's kind; both have the same `$case`. */
type ResultOf<C extends Action["$case"]> = Extract<Result, { $case: C }>["value"];

interface Pending {
  readonly request: InteractRequest;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  /** Whether one before it failed, so that the server refuses it as out of order. */
  behindFailure: boolean;
}

/** The server is there, or will be, but no longer has the session. */
export class SessionLostError extends ConnectionError {}

/**
 * The client's end of the data plane: numbers requests, pairs them with responses, and, when the stream
 * breaks, attaches anew and repeats what has no response yet (see interaction.proto).
 */
export interface Interaction {
  /**
   * Requests may be sent before earlier ones are answered.
   * @throws ContractError if the server refuses, ConnectionError if it is gone for good, SessionLostError if
   *   only the session is
   */
  send<C extends Action["$case"]>(action: Extract<Action, { $case: C }>): Promise<ResultOf<C>>;
  close(): void;
}

export function createInteraction(transport: Transport, sessionId: string): Interaction {
  let nextSequence = 1;
  let requests: MessageQueue<InteractRequest> | undefined;
  let closed = false;
  const pending: Pending[] = [];

  /** Opens a stream, repeats what is pending, and reads until the stream ends. */
  async function runStream(onProgress: () => void): Promise<void> {
    requests = createMessageQueue();
    requests.put({ sequence: 0, action: { $case: "attach", value: { sessionId } } });
    for (const { request } of pending) requests.put(request);
    for await (const response of transport.interact(requests)) {
      // A stream that breaks as soon as it is attached gets nothing done, unless there is nothing to do.
      if (response.result?.$case !== "attach" || pending.length === 0) onProgress();
      settle(response);
    }
    if (!closed) throw new ConnectionError(transport.address, "the stream ended");
  }

  function settle({ sequence, result }: InteractResponse): void {
    if (result?.$case === "attach") return;
    const error = result?.$case === "error" ? errorFromStatus(result.value) : undefined;
    if (sequence === 0 && error) throw error;
    const answered = pending.shift();
    if (answered === undefined) return;
    if (result === undefined || result.$case === "error") {
      if (!answered.behindFailure) leaveUnused(answered.request);
      const said = result?.value.message ?? "a response without a result";
      answered.reject(error ?? new ConnectionError(transport.address, said));
    } else answered.resolve(result);
  }

  /** The next request gets a failed one's number; those in flight behind it will fail too. */
  function leaveUnused({ sequence }: InteractRequest): void {
    nextSequence = sequence;
    for (const request of pending) request.behindFailure = true;
  }

  async function keepStream(): Promise<void> {
    let attempt = 0;
    while (!closed) {
      try {
        await sleep(1000 * RETRY_SECONDS[attempt]);
        await runStream(() => {
          attempt = 0;
        });
      } catch (error) {
        attempt++;
        const final = !(error instanceof ConnectionError) || attempt === RETRY_SECONDS.length;
        if (final && !closed) fail(error as Error);
      }
    }
  }

  function fail(error: Error): void {
    closed = true;
    closedBy = lossOf(error, transport.address);
    for (const { reject } of pending.splice(0)) reject(closedBy);
  }

  let closedBy: Error = new ConnectionError(transport.address, "this session is closed");
  void keepStream();

  return {
    send: <C extends Action["$case"]>(action: Extract<Action, { $case: C }>) =>
      new Promise<ResultOf<C>>((resolve, reject) => {
        if (closed) return reject(closedBy);
        const request: InteractRequest = { sequence: nextSequence++, action };
        const settled = { resolve: ({ value }: Result) => resolve(value as never), reject };
        pending.push({ request, ...settled, behindFailure: false });
        requests?.put(request);
      }),
    close() {
      closed = true;
      requests?.end();
    },
  };
}

/** What became of the session, for whoever used it. */
function lossOf(error: Error, address: string): Error {
  if (error instanceof ContractError && error.reason === "UNKNOWN_SESSION") {
    return new SessionLostError(
      address,
      "it no longer has this session; it was restarted or the lease ran out",
    );
  }
  if (error instanceof ContractError && error.reason === "DRAINING") {
    return new SessionLostError(address, error.message);
  }
  return error instanceof ConnectionError ? goneForGood(error) : error;
}
