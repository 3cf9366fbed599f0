/** A worker thread: makes shards and calls their methods as it is told. */
import { parentPort, workerData } from "node:worker_threads";
import { loadEnvironments } from "../own-environments/load-environments.js";
import { createLocalShard } from "./local-shard.js";
import type { Shard, ShardSetup } from "./shard.js";
import type { WorkerReply, WorkerRequest, WorkerSetup } from "./worker-messages.js";

// What is sent meanwhile waits.
const { registry } = await loadEnvironments((workerData as WorkerSetup).modules);
const shards = new Map<number, Shard>();

async function answer({ shard: id, method, args }: WorkerRequest): Promise<unknown> {
  if (method === "create") {
    shards.set(id, await createLocalShard(registry, args[0] as ShardSetup));
    return undefined;
  }
  const shard = shards.get(id)!;
  if (method === "dispose") shards.delete(id);
  return (shard[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
}

parentPort!.on("message", (request: WorkerRequest) => {
  const reply = (message: WorkerReply) => parentPort!.postMessage(message);
  const { call } = request;
  answer(request).then(
    (value) => reply({ call, value }),
    (error: Error) => reply({ call, error }),
  );
});
