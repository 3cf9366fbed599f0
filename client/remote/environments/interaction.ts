import { setTimeout as sleep } from "node:timers/promises";
import {
  ContractError,
  type InteractRequest,
  type InteractResponse,
  type Status,
} from "../../../proto/index.js";
import { contractErrorOf } from "../transport/contract-error.js";
import { BUSY_SECONDS, requestSeconds } from "../transport/deadlines.js";
import { goneForGood, RETRY_SECONDS } from "../transport/patience.js";
import {
  BrokenContractError,
  ConnectionError,
  SilenceError,
  type Transport,
} from "../transport/transport.js";
import { createAlarm } from "./alarm.js";
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
   *   only the session is, SilenceError if it does not answer, BrokenContractError if it answers something else
   */
  send<C extends Action["$case"]>(action: Extract<Action, { $case: C }>): Promise<ResultOf<C>>;
  close(): void;
}

/** A stream that lasted so long was a good one, in milliseconds: what breaks next has nothing to do with it. */
const STEADY = 10_000;

/** How long a server may take to end a stream that its client is done with, in milliseconds. */
const LINGERING = 1000;

/** @param answerSeconds - what the server may take for a request, once those before it are answered */
export function createInteraction(
  transport: Transport,
  sessionId: string,
  answerSeconds = requestSeconds(undefined),
): Interaction {
  const { address } = transport;
  let nextSequence = 1;
  let requests: MessageQueue<InteractRequest> | undefined;
  let attached = false;
  let closed = false;
  const pending: Pending[] = [];
  const halt = new AbortController();
  const alarm = createAlarm((seconds) => fail(new SilenceError(address, waitedFor(), seconds)));
  const waitedFor = () => (attached ? requestText(pending[0].request) : "attach");

  /** Opens a stream, repeats what is pending, and reads until the stream ends. */
  async function runStream(onProgress: () => void): Promise<void> {
    attached = false;
    const queue = createMessageQueue<InteractRequest>();
    requests = queue;
    queue.put({ sequence: 0, action: { $case: "attach", value: { sessionId } } });
    for (const { request } of pending) queue.put(request);
    // For this no environment is asked.
    alarm.restart(Math.min(answerSeconds, BUSY_SECONDS));
    try {
      for await (const response of transport.interact(queue, halt.signal)) {
        if (closed) return;
        if (attached) onProgress();
        settle(response);
        watch();
      }
    } finally {
      alarm.stop();
      // Whoever waits for more of them, waits no longer.
      queue.end();
    }
    if (!closed) throw new ConnectionError(address, "the stream ended");
  }

  /** Has the alarm ring for the request whose turn it is. */
  function watch(): void {
    if (pending.length > 0) alarm.restart(answerSeconds);
    else alarm.stop();
  }

  function settle(response: InteractResponse): void {
    const { sequence, result } = response;
    if (result?.$case === "error" && sequence === 0) throw errorOf("attach", result.value);
    if (attached) answer(response);
    else noteAttached(response);
  }

  /** Gives the response to whom it is due. */
  function answer({ sequence, result }: InteractResponse): void {
    const head = pending.shift();
    if (head === undefined)
      throw broken("sequence: expected no response, as none is due", `one with ${sequence}`);
    const { request } = head;
    const kind = request.action!.$case;
    if (sequence === request.sequence && result?.$case === kind) {
      head.resolve(result);
      return;
    }
    if (sequence === request.sequence && result?.$case === "error") {
      if (!head.behindFailure) leaveUnused(request);
      head.reject(errorOf(requestText(request), result.value));
      return;
    }
    // It waits on, for what is to become of the whole.
    pending.unshift(head);
    if (sequence !== request.sequence) throw broken(`sequence: expected ${request.sequence}`, `${sequence}`);
    throw broken(`result: expected that of ${requestText(request)}`, result?.$case ?? "none");
  }

  function noteAttached({ sequence, result }: InteractResponse): void {
    if (result?.$case !== "attach") throw broken("result: expected that of attach", result?.$case ?? "none");
    if (sequence !== 0) throw broken("sequence: expected 0 with attach", `${sequence}`);
    attached = true;
  }

  /** @param what - was asked */
  function errorOf(what: string, status: Status): Error {
    const said = `"${status.message}" (code ${status.code})`;
    return (
      contractErrorOf(status) ?? broken(`${what}: expected an error with a reason of the contract`, said)
    );
  }

  function broken(expected: string, got: string): BrokenContractError {
    return new BrokenContractError(address, `${expected}, got ${got}`);
  }

  /** The next request gets a failed one's number; those in flight behind it will fail too. */
  function leaveUnused({ sequence }: InteractRequest): void {
    nextSequence = sequence;
    for (const request of pending) request.behindFailure = true;
  }

  async function keepStream(): Promise<void> {
    let attempt = 0;
    while (!closed) {
      const start = performance.now();
      try {
        await sleep(1000 * RETRY_SECONDS[attempt], undefined, { signal: halt.signal });
        await runStream(() => {
          attempt = 0;
        });
      } catch (error) {
        attempt = attemptAfter(attempt, performance.now() - start);
        const final = !(error instanceof ConnectionError) || attempt === RETRY_SECONDS.length;
        if (final && !closed) fail(error as Error);
      }
    }
  }

  /** A stream that breaks as soon as it is attached gets nothing done, unless there is nothing to do. */
  function attemptAfter(attempt: number, lasted: number): number {
    if (!attached || pending.length > 0) return attempt + 1;
    return lasted > STEADY ? 0 : Math.min(attempt + 1, RETRY_SECONDS.length - 1);
  }

  function fail(error: Error): void {
    closedBy = lossOf(error, address);
    leave();
    halt.abort();
  }

  /** Nobody waits for an answer any more. */
  function leave(): void {
    closed = true;
    alarm.stop();
    for (const { reject } of pending.splice(0)) reject(closedBy);
  }

  let closedBy: Error = new ConnectionError(address, "this session is closed");
  const ended = keepStream();

  return {
    send: <C extends Action["$case"]>(action: Extract<Action, { $case: C }>) =>
      new Promise<ResultOf<C>>((resolve, reject) => {
        if (closed) return reject(closedBy);
        const request: InteractRequest = { sequence: nextSequence++, action };
        const settled = { resolve: ({ value }: Result) => resolve(value as never), reject };
        pending.push({ request, ...settled, behindFailure: false });
        requests?.put(request);
        if (attached && pending.length === 1) alarm.restart(answerSeconds);
      }),
    close() {
      if (closed) return;
      leave();
      requests?.end();
      const timer = setTimeout(() => halt.abort(), LINGERING);
      void ended.then(() => clearTimeout(timer));
    },
  };
}

/** For example "step 17". */
function requestText({ sequence, action }: InteractRequest): string {
  return `${action!.$case} ${sequence}`;
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
  const gone = error instanceof ConnectionError && !(error instanceof SilenceError);
  return gone ? goneForGood(error) : error;
}
