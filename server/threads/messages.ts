import type { ThreadError } from "./thread-error.js";

/** A call of one of a thread's methods. */
export interface ThreadRequest {
  /** Number of the call, which its reply repeats. */
  readonly call: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** A message from a thread: that it has loaded its modules, that it waits for a process, or the result of a call. */
export type ThreadReply =
  | { readonly ready: true }
  | { readonly waiting: true }
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: ThreadError };
