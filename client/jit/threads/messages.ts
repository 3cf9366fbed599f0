import type { NdArray } from "../nd-array.js";
import type { RunOptions } from "../session.js";

/** An array for a session in another thread: the array itself, or the number with which it was sent before. */
export interface SentArray {
  readonly name: string;
  readonly id: number;
  readonly array?: NdArray;
}

/** A message to a session's thread. */
export interface RunMessage {
  readonly inputs: readonly SentArray[];
}

/** The data with which the thread is created. */
export interface ThreadData {
  readonly model: Uint8Array;
  readonly options: RunOptions;
}

/** The thread's reply to each message, in order. */
export type ThreadReply =
  | { readonly outputs: readonly (readonly [name: string, array: NdArray])[] }
  | { readonly error: Error };
