import { assignerRegistry } from "../../../client/assignment/assigners/index.js";
import { resolveConfig } from "../../../client/config/resolve-config.js";
import type { TrainConfig, TrainConfigInput } from "../../../client/config/train-config.js";
import { compiledEngine } from "../../../client/engines/compiled.js";
import type { Engine } from "../../../client/engines/engine.js";
import { type Arrays, ndArray } from "../../../client/jit/nd-array.js";
import {
  createModel,
  initializeModel,
  type Model,
  type Sizes,
  type StoredState,
} from "../../../client/learner/model/model.js";
import { initialStatistics, observationScale } from "../../../client/learner/model/observation-statistics.js";
import { createPrograms } from "../../../client/learner/representatives/programs.js";
import { createRollout, type Rollout } from "../../../client/learner/rollout/rollout.js";
import type { Batch } from "../../../client/learner/update/batch.js";
import type { Epoch } from "../../../client/learner/update/update.js";
import type { ObservationScale } from "../../../client/ops/normalization.js";
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

/** A model with its first parameters, and a batch of its own. */
export interface Problem {
  readonly config: TrainConfig;
  readonly model: Model;
  readonly state: StoredState;
  readonly batch: Arrays<Batch>;
}

export function tinyModel(sizes: Sizes, config: TrainConfig): Model {
  return createModel(sizes, assignerRegistry.get(config.algorithm).create(sizes, config), config);
}

export async function tinyProblem(
  sizes: Sizes,
  settings: TrainConfigInput = {},
  engine = compiledEngine(),
): Promise<Problem> {
  const config = tinyConfig(sizes, settings);
  const model = tinyModel(sizes, config);
  const state = initializeModel(model, createRng(2, "parameters"));
  const { numRepresentatives: k, observationSize: d } = sizes;
  const scale = observationScale(initialStatistics(k * d), k);
  const { observations, oldLogProbs, advantages, returns, actions } = await judge(
    { config, model, state },
    tinyRollout(sizes, config),
    scale,
    engine,
  );
  return { config, model, state, batch: { observations, actions, oldLogProbs, advantages, returns } };
}

/** What a rollout comes to, [T, …], as representatives see it. */
export async function judge(
  { config, model, state: { actor, critic, assignment } }: Omit<Problem, "batch">,
  rollout: Rollout,
  scale: Arrays<ObservationScale>,
  engine = compiledEngine(),
  agentWeights: readonly number[] = new Array<number>(model.sizes.numAgents).fill(1),
) {
  const judges = {
    actor: actor.theta,
    critic: critic.theta,
    assignment: assignment.theta,
    agentWeights: ndArray(agentWeights, [agentWeights.length]),
    scale,
  };
  const { batch, ...moments } = await createPrograms(engine, model, config).makeBatch(rollout, judges);
  return { ...batch, ...moments };
}

/** What runs a problem's minibatch steps, as representatives do. */
export function tinyEpoch({ model, config }: Problem, engine: Engine = compiledEngine()): Epoch {
  return createPrograms(engine, model, config).epoch;
}

export const tinyRates = () => ({
  learningRate: ndArray([1e-3]),
  assignmentLearningRate: ndArray([2e-3]),
  entropyCoefficient: ndArray([0.01]),
});
