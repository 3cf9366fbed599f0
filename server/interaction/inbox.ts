import type { ContractError, InteractRequest, Limits } from "../../proto/index.js";
import { limitExceeded } from "../base/limits.js";
import { requestBytes } from "../messages/message-bytes.js";
import type { MessageMemory } from "../messages/message-memory.js";

/** A request as it came. */
export interface Arrival {
  readonly request: InteractRequest;
  /** The error to answer with, if it is one too many in flight. */
  readonly excess?: ContractError;
}

type InFlightLimits = Pick<Limits, "maxRequestsInFlight" | "maxBytesInFlight">;

/**
 * The requests of a stream, read ahead so that those in flight can be counted; once there is one too many,
 * no more are read, and the transport holds the client back.
 */
export interface Inbox {
  /** @returns undefined at the stream's end; rejects if it was ended with an error */
  next(): Promise<Arrival | undefined>;
  /** The response to the latest arrival is on its way. */
  answered(): void;
  /** Ends the stream from this side; what has not been taken is dropped. */
  end(error?: ContractError): void;
}

/** @param messages - requests in flight count there, too */
export function createInbox(
  requests: AsyncIterable<InteractRequest>,
  limits: InFlightLimits,
  messages: MessageMemory,
): Inbox {
  const arrivals: Arrival[] = [];
  /** Bytes of each request in flight, in order. */
  const inFlight: number[] = [];
  let bytesInFlight = 0;
  let ended = false;
  let failure: ContractError | undefined;
  let wakeReader = () => {};
  let wakeTaker = () => {};

  const excess = () => excessOf(inFlight.length, bytesInFlight, limits);
  // A client is not told of a shortage that others may have made: its next request is read when it has none in flight.
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
  }

  /** What has arrived is still answered after the client has closed its side. */
  let closedByClient = false;

  async function read(): Promise<void> {
    for await (const request of requests) {
      if (ended) return;
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

  // A transport that breaks off is an end like any other: the session lives on, for a newer stream.
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
      wakeReader();
    },
    end,
  };
}

/** @returns undefined if no more is in flight than may be; one request alone always may */
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
