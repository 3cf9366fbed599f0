import type { Logger } from "../log.js";
import type { Shard, ShardHost, ShardSetup } from "./shard.js";
import type { WorkerSetup } from "./worker-messages.js";
import { createWorkerShard } from "./worker-shard.js";
import { createWorkerThread, type WorkerThread } from "./worker-thread.js";

/** A worker thread and how many environments it has. */
interface Member {
  readonly thread: WorkerThread;
  load: number;
  dead: boolean;
}

/**
 * Threads that step environments. The shards of one that dies reject from then on.
 * @param setup - what environments they can make
 * @param maxSeconds - that a thread may take to answer, before it is ended
 */
export function createWorkerPool(
  size: number,
  setup: WorkerSetup,
  maxSeconds: number,
  log: Logger,
): ShardHost {
  let closing = false;
  let members = Array.from({ length: size }, createMember);

  function createMember(): Member {
    const thread = createWorkerThread(setup, maxSeconds, (error) => {
      member.dead = true;
      if (!closing) log.error({ err: error }, "a worker thread died; its sessions are lost");
    });
    const member: Member = { thread, load: 0, dead: false };
    return member;
  }

  return {
    parallelism: size,
    async create(setups) {
      // Not as soon as it is dead: were threads to die at birth, there would be no end to it.
      members = members.map((member) => (member.dead ? createMember() : member));
      const chosen = [...members].sort((a, b) => a.load - b.load);
      const made = await Promise.allSettled(setups.map((setup, i) => createLoadedShard(chosen[i], setup)));
      const failed = made.find((result) => result.status === "rejected");
      const shards = made.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      if (failed === undefined) return shards;
      await Promise.allSettled(shards.map((shard) => shard.dispose()));
      throw failed.reason;
    },
    async close() {
      closing = true;
      await Promise.all(members.map(({ thread }) => thread.terminate()));
    },
  };
}

/** A shard that counts as its thread's load until it is disposed of. */
async function createLoadedShard(member: Member, setup: ShardSetup): Promise<Shard> {
  const unload = () => {
    member.load -= setup.numEnvs;
  };
  member.load += setup.numEnvs;
  try {
    const shard = await createWorkerShard(member.thread, setup);
    return { ...shard, dispose: () => shard.dispose().finally(unload) };
  } catch (error) {
    unload();
    throw error;
  }
}
