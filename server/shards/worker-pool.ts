import { limitExceeded } from "../../serving/base/limits.js";
import type { Logger } from "../../serving/base/log.js";
import { startThread, type Thread } from "../threads/thread.js";
import type { Shard, ShardHost, ShardSetup } from "./shard.js";
import { createWorkerShard } from "./worker-shard.js";

/** Bytes for environments in a thread: its WebAssembly memory of 2 GiB, without models and MuJoCo's own memory. */
const MAX_THREAD_BYTES = 1.75 * 2 ** 30;

/** A worker thread, which is started when it is first needed, and its load. */
interface Member {
  thread: Thread | undefined;
  numEnvs: number;
  /** Bytes of memory of its environments. */
  bytes: number;
}

export interface WorkerPoolConfig {
  readonly size: number;
  /** Absolute paths of modules with further environments. */
  readonly modules: readonly string[];
  /** Seconds that a thread may take to answer before it is ended. */
  readonly maxSeconds: number;
  readonly log: Logger;
}

/** A pool of threads that step environments. If one dies, its shards reject all calls, and another replaces it. */
export function createWorkerPool({ size, modules, maxSeconds, log }: WorkerPoolConfig): ShardHost {
  const members = Array.from({ length: size }, (): Member => ({ thread: undefined, numEnvs: 0, bytes: 0 }));
  let closing = false;

  function threadOf(member: Member): Thread {
    if (!member.thread?.alive) member.thread = start(member);
    return member.thread!;
  }

  function start(member: Member): Thread {
    const thread = startThread({
      main: new URL("./worker-main.js", import.meta.url),
      workerData: { modules, maxSeconds },
      maxSeconds,
      onDeath(error) {
        if (member.thread === thread) member.thread = undefined;
        if (!closing) log.error({ err: error }, "a worker thread died; its sessions are lost");
      },
    });
    return thread;
  }

  /** Creates a shard, which counts towards its thread's load until it is disposed. */
  async function createShard(member: Member, setup: ShardSetup): Promise<Shard> {
    const bytes = shardBytes(setup);
    const load = (sign: 1 | -1) => {
      member.numEnvs += sign * setup.numEnvs;
      member.bytes += sign * bytes;
    };
    load(1);
    try {
      const shard = await createWorkerShard(threadOf(member), setup);
      return { ...shard, dispose: () => shard.dispose().finally(() => load(-1)) };
    } catch (error) {
      load(-1);
      throw error;
    }
  }

  return {
    parallelism: size,
    async create(setups) {
      const byLoad = [...members].sort((a, b) => a.numEnvs - b.numEnvs);
      const chosen = setups.map((_, i) => byLoad[i % size]);
      setups.forEach((setup, i) => {
        checkRoom(chosen[i], setup);
      });
      const made = await Promise.allSettled(setups.map((setup, i) => createShard(chosen[i], setup)));
      const failed = made.find((result) => result.status === "rejected");
      const shards = made.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      if (failed === undefined) return shards;
      await Promise.allSettled(shards.map((shard) => shard.dispose()));
      throw failed.reason;
    },
    async close() {
      closing = true;
      await Promise.all(members.map(({ thread }) => thread?.terminate()));
    },
  };
}

/** Bytes of a shard in its thread's memory: its environments, without their rows, which are in shared memory. */
function shardBytes({ numEnvs, bytesPerEnvironment }: ShardSetup): number {
  return numEnvs * bytesPerEnvironment;
}

/** @throws ContractError (LIMIT) */
function checkRoom({ bytes }: Member, setup: ShardSetup): void {
  const wanted = bytes + shardBytes(setup);
  if (wanted > MAX_THREAD_BYTES)
    throw limitExceeded(
      "num_environments",
      wanted,
      MAX_THREAD_BYTES,
      "bytes of environments in a worker thread",
    );
}
