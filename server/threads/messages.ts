import type { ThreadError } from "./thread-error.js";

/** A call of one of a thread's methods. */
export interface ThreadRequest {
  /** Names the call in its reply. */
  readonly call: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What came of a call. */
export type ThreadReply =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: ThreadError };
