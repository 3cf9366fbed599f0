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
/** The result of a successful request, by the request's kind; both have the same `$case`. */
type ResultOf<C extends Action["$case"]> = Extract<Result, { $case: C }>["value"];

interface Pending {
  readonly request: InteractRequest;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
  /** Whether an earlier request failed, so that the server refuses this one as out of order. */
  behindFailure: boolean;
}

/** The server is or will be reachable, but no longer has the session. */
export class SessionLostError extends ConnectionError {}

/**
 * The client's end of the data plane. It numbers requests and pairs them with responses. When the stream breaks, it
 * attaches again and repeats the requests that have no response yet (see interaction.proto).
 */
export interface Interaction {
  /**
   * Requests may be sent before earlier ones are answered.
   * @throws ContractError if the server refuses, ConnectionError if the server cannot be reached any more,
   *   SessionLostError if only the session is lost, SilenceError if the server does not answer, BrokenContractError if its
   *   answer does not fit the request
   */
  send<C extends Action["$case"]>(action: Extract<Action, { $case: C }>): Promise<ResultOf<C>>;
  close(): void;
}

/** Milliseconds after which a stream counts as stable, so that its end starts a new count of attempts. */
const STEADY = 10_000;

/** Milliseconds that a server may take to end a stream after its client has. */
const LINGERING = 1000;

/** @param answerSeconds - time limit for a request, counted from the answer to the request before it */
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

  /** Opens a stream, repeats pending requests, and reads until the stream ends. */
  async function runStream(onProgress: () => void): Promise<void> {
    attached = false;
    const queue = createMessageQueue<InteractRequest>();
    requests = queue;
    queue.put({ sequence: 0, action: { $case: "attach", value: { sessionId } } });
    for (const { request } of pending) queue.put(request);
    // Attaching involves no environment, so it may not take longer than other calls.
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
      // Ends the loop that writes requests to the stream.
      queue.end();
    }
    if (!closed) throw new ConnectionError(address, "the stream ended");
  }

  /** Sets the alarm for the request whose answer is due next. */
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

  /** Resolves the request that the response belongs to. */
  function answer({ sequence, result }: InteractResponse): void {
    const head = pending.shift();
    if (head === undefined)
      throw broken("sequence: expected no response, since none is due", `one with ${sequence}`);
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
    // The request stays pending until it is decided what happens to the session.
    pending.unshift(head);
    if (sequence !== request.sequence) throw broken(`sequence: expected ${request.sequence}`, `${sequence}`);
    throw broken(`result: expected that of ${requestText(request)}`, result?.$case ?? "none");
  }

  function noteAttached({ sequence, result }: InteractResponse): void {
    if (result?.$case !== "attach") throw broken("result: expected that of attach", result?.$case ?? "none");
    if (sequence !== 0) throw broken("sequence: expected 0 with attach", `${sequence}`);
    attached = true;
  }

  /** @param what - names the request */
  function errorOf(what: string, status: Status): Error {
    const said = `"${status.message}" (code ${status.code})`;
    return (
      contractErrorOf(status) ?? broken(`${what}: expected an error with a reason of the contract`, said)
    );
  }

  function broken(expected: string, got: string): BrokenContractError {
    return new BrokenContractError(address, `${expected}, got ${got}`);
  }

  /** Reuses a failed request's number for the next request. Requests in flight behind the failed one will fail too. */
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

  /** The number of the next attempt. A stream that broke with pending requests failed; a stable one resets the count. */
  function attemptAfter(attempt: number, lasted: number): number {
    if (!attached || pending.length > 0) return attempt + 1;
    return lasted > STEADY ? 0 : Math.min(attempt + 1, RETRY_SECONDS.length - 1);
  }

  function fail(error: Error): void {
    closedBy = lossOf(error, address);
    leave();
    halt.abort();
  }

  /** Stops waiting for answers. */
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

/** The error that pending requests get when the session is lost. */
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
