import type { Frame } from "../../envs/index.js";
import type { Thread } from "../threads/thread.js";
import type { ShardRolloutResult } from "./rollout.js";
import type { Shard, ShardSetup } from "./shard.js";

let shards = 0;

/** A shard in a worker thread. */
export async function createWorkerShard(thread: Thread, setup: ShardSetup): Promise<Shard> {
  const id = shards++;
  const call = <T>(method: keyof Shard, ...args: unknown[]) => thread.call(method, id, ...args) as Promise<T>;
  await thread.call("create", id, setup);
  return {
    reset: (mask, seed) => call<void>("reset", mask, seed),
    step: () => call<number>("step"),
    save: (mask) => call<Uint8Array[]>("save", mask),
    restore: (states) => call<void>("restore", states),
    render: (mask) => call<Frame[]>("render", mask),
    loadPolicies: (models) => call<void>("loadPolicies", models),
    usePolicies: () => call<void>("usePolicies"),
    rollout: (rollout) => call<ShardRolloutResult>("rollout", rollout),
    putBack: () => call<void>("putBack"),
    abandon: () => call<void>("abandon"),
    dispose: () => call<void>("dispose"),
  };
}
