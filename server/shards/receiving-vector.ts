import { createVectorEnv, type VectorEnv } from "../../envs/index.js";
import { weighedRewards } from "../python/weights.js";
import { createReceivedEnv, type ReceivedEnv } from "./received-env.js";
import type { ShardSetup } from "./shard.js";

/** Environments that are stepped in a process, as a vector that works out what follows from the process's results. */
export interface ReceivingVector {
  readonly env: VectorEnv;
  /** [N]; are told of the results before the vector is stepped. */
  readonly envs: readonly ReceivedEnv[];
}

/** @param numObjectives - m */
export async function createReceivingVector(
  setup: ShardSetup,
  numObjectives: number,
): Promise<ReceivingVector> {
  const envs: ReceivedEnv[] = [];
  const create = async () => {
    envs.push(createReceivedEnv());
    return envs.at(-1)!;
  };
  const { kind, parameters } = setup;
  const rewards = { numFeatures: numObjectives, rewards: weighedRewards, sampleAgents: () => parameters };
  return { env: await createVectorEnv({ ...setup, kind: { ...kind, ...rewards, create } }), envs };
}
