import type { ContractError, InteractRequest } from "../../proto/index.js";

/** A request as it came. */
export interface Arrival {
  readonly request: InteractRequest;
  /** Whether it is one too many in flight. */
  readonly excess: boolean;
}

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

export function createInbox(requests: AsyncIterable<InteractRequest>, maxInFlight: number): Inbox {
  const arrivals: Arrival[] = [];
  let inFlight = 0;
  let ended = false;
  let failure: ContractError | undefined;
  let wakeReader = () => {};
  let wakeTaker = () => {};

  function end(error?: ContractError): void {
    if (ended) return;
    ended = true;
    failure = error;
    wakeReader();
    wakeTaker();
  }

  /** What has arrived is still answered after the client has closed its side. */
  let closedByClient = false;

  async function read(): Promise<void> {
    for await (const request of requests) {
      if (ended) return;
      arrivals.push({ request, excess: ++inFlight > maxInFlight });
      wakeTaker();
      while (inFlight > maxInFlight && !ended) {
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
      inFlight--;
      wakeReader();
    },
    end,
  };
}
