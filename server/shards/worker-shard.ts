import type { Frame } from "../../envs/index.js";
import type { Shard, ShardSetup } from "./shard.js";
import type { WorkerThread } from "./worker-thread.js";

let shards = 0;

/** A shard in a worker thread. */
export async function createWorkerShard(thread: WorkerThread, setup: ShardSetup): Promise<Shard> {
  const shard = shards++;
  const call = <T>(method: keyof Shard, ...args: unknown[]) =>
    thread.call({ shard, method, args }) as Promise<T>;
  await thread.call({ shard, method: "create", args: [setup] });
  return {
    reset: (mask, seed) => call<void>("reset", mask, seed),
    step: () => call<void>("step"),
    save: () => call<Uint8Array[]>("save"),
    restore: (states) => call<void>("restore", states),
    render: (mask) => call<Frame[]>("render", mask),
    dispose: () => call<void>("dispose"),
  };
}
