import * as tf from "@tensorflow/tfjs-core";
import { ASSIGNERS } from "../../../client/assigners/index.js";
import { type Batch, createBatch } from "../../../client/batch.js";
import { resolveConfig } from "../../../client/config/resolve-config.js";
import type { TrainConfig, TrainConfigInput } from "../../../client/config/train-config.js";
import {
  createModel,
  initializeModel,
  type Model,
  type ModelState,
  type Sizes,
} from "../../../client/model.js";
import { initialStatistics, observationScale } from "../../../client/observation-statistics.js";
import { createRollout, type Rollout } from "../../../client/rollout.js";
import { box, createRng, discrete } from "../../../envs/index.js";

/** Two representatives of three agents, with continuous actions. */
export const GAUSSIAN: Sizes = {
  numRepresentatives: 2,
  numAgents: 3,
  observationSize: 3,
  actionSpace: box([2], -1, 1),
};

/** The same with two actions to choose from. */
export const CATEGORICAL: Sizes = { ...GAUSSIAN, actionSpace: discrete(2) };

/** A config whose sizes fit, with batches of 8 in minibatches of 4, and one hidden layer of 4. */
export function tinyConfig(sizes: Sizes, settings: TrainConfigInput = {}): TrainConfig {
  return resolveConfig({
    env: "tiny",
    representatives: sizes.numRepresentatives,
    agents: sizes.numAgents,
    envsPerRepresentative: 2,
    batchSize: 8,
    minibatchSize: 4,
    transitions: 8,
    hiddenSizes: [4],
    ...settings,
  });
}

/** Made-up transitions of a config's batch, the same for the same seed; the last step of all is truncated. */
export function tinyRollout(sizes: Sizes, config: TrainConfig, seed = 1): Rollout {
  const rng = createRng(seed, "tiny rollout");
  const rollout = createRollout(
    sizes,
    config.batchSize / config.envsPerRepresentative,
    config.envsPerRepresentative,
  );
  const { actionSpace } = sizes;
  const action = actionSpace.kind === "box" ? () => 0.4 * rng.normal() : () => rng.integer(actionSpace.n);
  for (const array of [rollout.observations, rollout.nextObservations, rollout.rewards]) {
    array.forEach((_, i) => {
      array[i] = rng.normal();
    });
  }
  rollout.actions.forEach((_, i) => {
    rollout.actions[i] = action();
  });
  rollout.done.fill(1, -2);
  return rollout;
}

/** A model with its first parameters, and a batch of its own. The caller frees the tensors. */
export interface Problem {
  readonly config: TrainConfig;
  readonly model: Model;
  readonly state: ModelState;
  readonly batch: Batch;
}

export function tinyModel(sizes: Sizes, config: TrainConfig): Model {
  return createModel(sizes, ASSIGNERS[config.algorithm](sizes, config), config);
}

export function tinyProblem(sizes: Sizes, settings: TrainConfigInput = {}): Problem {
  const config = tinyConfig(sizes, settings);
  const model = tinyModel(sizes, config);
  return tf.tidy(() => {
    const state = initializeModel(model, createRng(2, "parameters"));
    const { numRepresentatives: k, observationSize: d } = sizes;
    const scale = observationScale(initialStatistics(k * d), k);
    const batch = createBatch(model, state, tinyRollout(sizes, config), scale, config);
    return { config, model, state, batch } as never;
  }) as Problem;
}

export const tinyRates = () => ({
  learningRate: tf.scalar(1e-3),
  assignmentLearningRate: tf.scalar(2e-3),
  entropyCoefficient: tf.scalar(0.01),
});
