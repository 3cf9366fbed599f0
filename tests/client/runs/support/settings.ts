import {
  type Algorithm,
  resolveConfig,
  type TrainConfig,
  type TrainConfigInput,
} from "../../../../client/index.js";

/** Six short iterations of two representatives; checkpoints fall within episodes, which are cut short. */
const TINY: TrainConfigInput = {
  representatives: 2,
  transitions: 1536,
  batchSize: 256,
  envsPerRepresentative: 4,
  minibatchSize: 64,
  epochs: 2,
  hiddenSizes: [16],
  utilityRate: 0.5,
  checkpointEvery: 2,
  evaluationEpisodes: 2,
  seed: 11,
};

/** Of half-cheetah, episodes of 50 steps, so that iterations of 64 finish some and leave some running. */
const OF_ENVIRONMENT: Readonly<Record<string, TrainConfigInput>> = {
  "resource-gathering": {},
  "half-cheetah": { agents: 6, envOptions: { max_episode_steps: 50 } },
};

export const ENVIRONMENTS = Object.keys(OF_ENVIRONMENT);

export function tinySettings(
  env: string,
  algorithm: Algorithm,
  more: TrainConfigInput = {},
): TrainConfigInput {
  return { ...TINY, ...OF_ENVIRONMENT[env], env, algorithm, ...more };
}

export function tinyConfig(env: string, algorithm: Algorithm, more: TrainConfigInput = {}): TrainConfig {
  return resolveConfig(tinySettings(env, algorithm, more));
}
