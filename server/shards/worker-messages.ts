import type { Shard, ShardSetup } from "./shard.js";

/** What a thread is started with. */
export interface WorkerSetup {
  /** Absolute paths of modules with environments beside the built-in ones. */
  readonly modules: readonly string[];
}

/** A call of a shard's method, to the thread that has it. */
export type WorkerRequest = {
  /** Names the call in its reply. */
  readonly call: number;
  readonly shard: number;
} & (
  | { readonly method: "create"; readonly args: readonly [ShardSetup] }
  | { readonly method: keyof Shard; readonly args: readonly unknown[] }
);

/** What came of a call. */
export type WorkerReply =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly error: Error };
