import { configureEnv, type EnvRegistry, findDefinition } from "../../envs/index.js";
import { createActingShard } from "./acting-shard.js";
import { createProcessShard } from "./process-shard.js";
import type { Shard, ShardSetup } from "./shard.js";
import { createSlicedEnvironments } from "./sliced-environments.js";

/** Where shards are made, in any thread. */
export interface ShardPlace {
  /** The environments that are not written in Python. */
  readonly registry: EnvRegistry;
  /** Seconds that a process may take for a request. */
  readonly maxSeconds: number;
}

/**
 * Makes a range of a session's environments.
 * @param pause - lets the thread do other work, and resolves when the shard may go on
 */
export async function createShard(
  { registry, maxSeconds }: ShardPlace,
  setup: ShardSetup,
  pause: () => Promise<void>,
): Promise<Shard> {
  const { spec, options, python } = setup.kind;
  if (python !== undefined) return createProcessShard(python, setup, maxSeconds, pause);
  const kind = configureEnv(findDefinition(registry, spec.id), options);
  const environments = await createSlicedEnvironments(kind, setup, pause);
  return createActingShard({ environments, setup, spec: kind.spec, pause });
}
