/** The entry point of a worker thread, which makes shards and calls their methods. */
import { workerData } from "node:worker_threads";
import type { PolicyModel } from "../../serving/models/policy.js";
import { loadEnvironments } from "../own-environments/load-environments.js";
import { announceReady, answerCalls, workOn } from "../threads/answer-calls.js";
import { createTurns } from "../threads/turns.js";
import { createShard } from "./create-shard.js";
import type { ShardRollout } from "./rollout.js";
import type { Shard, ShardSetup } from "./shard.js";

/** What a worker thread is given when it starts. */
interface WorkerData {
  /** Absolute paths of modules with further environments. */
  readonly modules: readonly string[];
  /** Seconds that a process may take for a request. */
  readonly maxSeconds: number;
}

// Messages that arrive in the meantime wait.
const { modules, maxSeconds } = workerData as WorkerData;
const { registry } = await loadEnvironments(modules);
const turns = createTurns();
const shards = new Map<number, Shard>();
/** The call that each shard is working on. */
const calls = new Map<number, number>();

async function create(id: number, setup: ShardSetup): Promise<void> {
  const pause = async () => {
    await turns.next(setup.client);
    workOn(calls.get(id)!);
  };
  shards.set(id, await createShard({ registry, maxSeconds }, setup, pause));
}

function methodsFor(call: number) {
  /** Wraps a shard's method as a thread's method, whose first argument is the shard's number. */
  const on =
    <Args extends readonly unknown[], R>(method: (shard: Shard, ...args: Args) => R) =>
    (id: number, ...args: Args): R => {
      calls.set(id, call);
      return method(shards.get(id)!, ...args);
    };
  return {
    create(id: number, setup: ShardSetup) {
      calls.set(id, call);
      return create(id, setup);
    },
    reset: on((shard, mask?: Uint8Array, seed?: number) => shard.reset(mask, seed)),
    step: on((shard) => shard.step()),
    save: on((shard, mask?: Uint8Array) => shard.save(mask)),
    restore: on((shard, states: readonly Uint8Array[]) => shard.restore(states)),
    render: on((shard, mask?: Uint8Array) => shard.render(mask)),
    loadPolicies: on((shard, models: readonly PolicyModel[]) => shard.loadPolicies(models)),
    usePolicies: on((shard) => shard.usePolicies()),
    rollout: on((shard, rollout: ShardRollout) => shard.rollout(rollout)),
    putBack: on((shard) => shard.putBack()),
    // Not with `on`: it does not take the place of what the shard is doing.
    abandon: (id: number) => shards.get(id)?.abandon(),
    dispose: (id: number) => {
      const shard = shards.get(id);
      shards.delete(id);
      calls.delete(id);
      return shard?.dispose();
    },
  };
}

answerCalls(methodsFor);
announceReady();
