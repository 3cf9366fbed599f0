import type { Limits } from "../../proto/index.js";

/** Memory of all sessions' messages: requests in flight, and responses kept to repeat them. */
export interface MessageMemory {
  /** Whether it exceeds its limit. If so, no further requests are read, and only the latest responses are kept. */
  readonly full: boolean;
  /** @param bytes - the change, which may be negative */
  add(bytes: number): void;
}

/** Memory for messages, as a share of the memory for environments. */
const SHARE = 0.25;

export function createMessageMemory({ maxMemoryBytes }: Pick<Limits, "maxMemoryBytes">): MessageMemory {
  const maxBytes = SHARE * maxMemoryBytes;
  let bytes = 0;
  return {
    get full() {
      return bytes > maxBytes;
    },
    add(more) {
      bytes += more;
    },
  };
}
