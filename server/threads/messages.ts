import type { ThreadError } from "./thread-error.js";

/** A call of one of a thread's methods. */
export interface ThreadRequest {
  /** Names the call in its reply. */
  readonly call: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What a thread says: that it has loaded what it needs, or what came of a call. */
export type ThreadReply =
  | { readonly ready: true }
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: ThreadError };
