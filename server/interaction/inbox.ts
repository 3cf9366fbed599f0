import type { ContractError, InteractRequest, Limits } from "../../proto/index.js";
import { limitExceeded } from "../../serving/base/limits.js";
import { requestBytes } from "../messages/message-bytes.js";
import type { MessageMemory } from "../messages/message-memory.js";

/** A request that arrived. */
export interface Arrival {
  readonly request: InteractRequest;
  /** The error to answer with, if there are too many requests in flight. */
  readonly excess?: ContractError;
}

type InFlightLimits = Pick<Limits, "maxRequestsInFlight" | "maxBytesInFlight">;

/**
 * The requests of a stream. They are read ahead, so that requests in flight can be counted. Once there are too many, no
 * more are read, and the transport holds the client back.
 */
export interface Inbox {
  /** @returns undefined at the stream's end; rejects if it was ended with an error */
  next(): Promise<Arrival | undefined>;
  /** Records that the response to the latest arrival has been sent. */
  answered(): void;
  /** Ends the stream from this side and drops requests that were not taken. */
  end(error?: ContractError): void;
  /** Resolves when the stream has been ended from this side. */
  readonly ended: Promise<void>;
}

/** @param messages - also counts the memory of requests in flight */
export function createInbox(
  requests: AsyncIterable<InteractRequest>,
  limits: InFlightLimits,
  messages: MessageMemory,
): Inbox {
  const arrivals: Arrival[] = [];
  /** Bytes of each request in flight, in order. */
  const inFlight: number[] = [];
  let bytesInFlight = 0;
  /** 1 while the stream's first request is an attach without an answer, which does not count against the limit. */
  let attaching = 0;
  let isFirst = true;
  let ended = false;
  let failure: ContractError | undefined;
  let wakeReader = () => {};
  let wakeTaker = () => {};
  let tellEnd = () => {};
  const whenEnded = new Promise<void>((resolve) => {
    tellEnd = resolve;
  });

  const excess = () => excessOf(inFlight.length - attaching, bytesInFlight, limits);
  // If memory is short, perhaps because of others, a client gets no error: its next request is read when none is in flight.
  const isFull = () => (messages.full && inFlight.length > 0) || excess() !== undefined;

  function count(bytes: number): void {
    bytesInFlight += bytes;
    messages.add(bytes);
  }

  function end(error?: ContractError): void {
    if (ended) return;
    ended = true;
    failure = error;
    arrivals.length = 0;
    count(-bytesInFlight);
    wakeReader();
    wakeTaker();
    tellEnd();
  }

  /** Whether the client has closed its side; requests that arrived before are still answered. */
  let closedByClient = false;

  async function read(): Promise<void> {
    for await (const request of requests) {
      if (ended) return;
      if (isFirst && request.action?.$case === "attach") attaching = 1;
      isFirst = false;
      const bytes = requestBytes(request);
      inFlight.push(bytes);
      count(bytes);
      arrivals.push({ request, excess: excess() });
      wakeTaker();
      while (!ended && isFull()) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      }
    }
  }

  // A broken transport counts as the end of the stream; the session lives on for a newer stream.
  read()
    .catch(() => end())
    .finally(() => {
      closedByClient = true;
      wakeTaker();
    });

  return {
    async next() {
      while (!ended && arrivals.length === 0 && !closedByClient) {
        await new Promise<void>((resolve) => {
          wakeTaker = resolve;
        });
      }
      if (failure !== undefined) throw failure;
      return ended ? undefined : arrivals.shift();
    },
    answered() {
      if (!ended) count(-(inFlight.shift() ?? 0));
      attaching = 0;
      wakeReader();
    },
    end,
    ended: whenEnded,
  };
}

/** @returns undefined if the requests in flight are within the limits; a single request always is */
function excessOf(
  requests: number,
  bytes: number,
  { maxRequestsInFlight, maxBytesInFlight }: InFlightLimits,
): ContractError | undefined {
  if (requests > maxRequestsInFlight)
    return limitExceeded("requests in flight", requests, maxRequestsInFlight, "of them");
  if (requests > 1 && bytes > maxBytesInFlight)
    return limitExceeded("bytes in flight", bytes, maxBytesInFlight, "of them");
  return undefined;
}
