import { configureEnv, createVectorEnv, type EnvRegistry, findDefinition } from "../../envs/index.js";
import type { Shard, ShardHost, ShardSetup } from "./shard.js";

/** A shard in the thread that asks for it. */
export async function createLocalShard(registry: EnvRegistry, setup: ShardSetup): Promise<Shard> {
  const { environmentId, options, numEnvs } = setup;
  const kind = configureEnv(findDefinition(registry, environmentId), options);
  const env = await createVectorEnv({ ...setup, kind });
  const rows = Array.from({ length: numEnvs }, (_, j) => j);
  return {
    reset: async (mask, seed) => void env.reset(mask, seed),
    step: async () => void env.step(),
    save: async () => rows.map((j) => env.save(j)),
    restore: async (states) => {
      for (const j of rows) if (states[j].length > 0) env.restore(j, states[j]);
    },
    render: async (mask) => rows.filter((j) => mask === undefined || mask[j]).map((j) => env.render(j)),
    dispose: async () => env.dispose(),
  };
}

/** Steps environments in the service's own thread. */
export function createLocalHost(registry: EnvRegistry): ShardHost {
  return {
    parallelism: 1,
    create: (setups) => Promise.all(setups.map((setup) => createLocalShard(registry, setup))),
    close: async () => {},
  };
}
