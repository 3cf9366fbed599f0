import type { PythonKind } from "../python/kind.js";
import { within } from "../python/within.js";
import { announceWaiting } from "../threads/announce-waiting.js";
import { createActingShard } from "./acting-shard.js";
import { createProcessEnvironments } from "./process-environments.js";
import { connectProcesses, type ProcessGroup } from "./process-group.js";
import type { Shard, ShardSetup } from "./shard.js";

/** Milliseconds after which a thread that waits for a process says so again. */
const ANNOUNCE_MS = 200;

/**
 * Makes a shard whose environments are in Python processes of their own.
 * @param maxSeconds - seconds that a request may take; after them the processes are ended
 * @param pause - lets the thread do other work, and resolves when the shard may go on
 * @throws DeathError if environments cannot be made
 */
export async function createProcessShard(
  python: PythonKind,
  setup: ShardSetup,
  maxSeconds: number,
  pause: () => Promise<void>,
): Promise<Shard> {
  const processes = await connectProcesses(python.socket, setup.numEnvs, setup.numProcesses);
  const limited = <T>(work: () => Promise<T>) => announced(() => within(processes, maxSeconds, work));
  try {
    const environments = await limited(() => createProcessEnvironments(processes, python, setup, pause));
    const shard = createActingShard({ environments, setup, spec: setup.kind.spec, pause });
    return limitedShard(shard, processes, limited);
  } catch (error) {
    processes.kill();
    throw error;
  }
}

/** @param limited - does work for as long as a request may take */
function limitedShard(
  shard: Shard,
  processes: ProcessGroup,
  limited: <T>(work: () => Promise<T>) => Promise<T>,
): Shard {
  return {
    reset: (...args) => limited(() => shard.reset(...args)),
    step: () => limited(() => shard.step()),
    save: (mask) => limited(() => shard.save(mask)),
    restore: (states) => limited(() => shard.restore(states)),
    render: (mask) => limited(() => shard.render(mask)),
    loadPolicies: (models) => shard.loadPolicies(models),
    usePolicies: () => shard.usePolicies(),
    rollout: (rollout) => limited(() => shard.rollout(rollout)),
    putBack: () => limited(() => shard.putBack()),
    abandon: async () => processes.kill("nobody waits for it any more"),
    dispose: () => shard.dispose(),
  };
}

/** Tells whoever watches over this thread that it waits, not that it is stuck. */
async function announced<T>(work: () => Promise<T>): Promise<T> {
  const timer = setInterval(announceWaiting, ANNOUNCE_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
