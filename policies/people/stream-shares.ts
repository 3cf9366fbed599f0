import { limitExceeded } from "../../serving/base/limits.js";

/** The open streams of each client. */
export interface StreamShares {
  /** Of all clients. */
  readonly total: number;
  /**
   * Takes one of a client's streams.
   * @returns a function that gives it back
   * @throws ContractError (LIMIT) if the client has as many as it may have
   */
  take(client: string): () => void;
}

/** @param most - streams of a client at a time */
export function createStreamShares(most: number): StreamShares {
  const streams = new Map<string, number>();
  return {
    get total() {
      return [...streams.values()].reduce((a, b) => a + b, 0);
    },
    take(client) {
      const open = streams.get(client) ?? 0;
      if (open >= most) throw limitExceeded("streams", open + 1, most, "of a client at a time");
      streams.set(client, open + 1);
      return () => {
        const left = streams.get(client)! - 1;
        if (left > 0) streams.set(client, left);
        else streams.delete(client);
      };
    },
  };
}
