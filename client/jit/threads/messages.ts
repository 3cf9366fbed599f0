import type { NdArray } from "../nd-array.js";
import type { RunOptions } from "../session.js";

/** An array for a session in another thread: itself, or the number it was sent with before. */
export interface SentArray {
  readonly name: string;
  readonly id: number;
  readonly array?: NdArray;
}

/** What a session's thread is told, once it is there. */
export interface RunMessage {
  readonly inputs: readonly SentArray[];
}

/** What it is made with. */
export interface ThreadData {
  readonly model: Uint8Array;
  readonly options: RunOptions;
}

/** What it answers, to each message in order. */
export type ThreadReply =
  | { readonly outputs: readonly (readonly [name: string, array: NdArray])[] }
  | { readonly error: Error };
