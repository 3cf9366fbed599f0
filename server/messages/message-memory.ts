import type { Limits } from "../../proto/index.js";

/** What the messages of all sessions take of memory: requests in flight, and responses kept for repetition. */
export interface MessageMemory {
  /** Whether it is more than it should be: then no more is taken in, and of kept responses only the latest stay. */
  readonly full: boolean;
  /** @param bytes - more of them, or fewer if negative */
  add(bytes: number): void;
}

/** Of the memory that environments may take, what messages may take besides. */
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
