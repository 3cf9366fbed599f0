import { compiledEngine } from "../../../client/engines/compiled.js";
import { flattenArrays } from "../../../client/jit/nd-array.js";
import type { Checkpoint } from "../../../client/learner/checkpoint.js";
import {
  createLearner,
  type Learner,
  type LearnerSnapshot,
  snapshotLearner,
} from "../../../client/learner/learner.js";
import type { StoredState } from "../../../client/learner/model/model.js";
import type { MetricsRow } from "../../../client/records/records.js";
import { GAUSSIAN, tinyConfig } from "./problem.js";

const CONFIG = tinyConfig(GAUSSIAN);

export function tinyLearner(snapshot?: LearnerSnapshot): Learner {
  return createLearner(GAUSSIAN, CONFIG, compiledEngine(), { snapshot });
}

/** A checkpoint of a learner that has done so many iterations. */
export function tinyCheckpoint(iteration: number): Checkpoint {
  const learner = tinyLearner();
  learner.iteration = iteration;
  const environmentStates = [Uint8Array.of(1, 2, 3), new Uint8Array(), Uint8Array.of(iteration)];
  return { learner: snapshotLearner(learner), environmentStates, seconds: 1.5, backend: "onnxruntime" };
}

/** A checkpoint's contents, to compare. */
export function contentsOf({ learner, environmentStates, seconds, backend }: Checkpoint): unknown {
  const { state, ...rest } = learner;
  return { state: numbersOf(state), rest, environmentStates, seconds, backend };
}

const numbersOf = (state: StoredState) =>
  Object.fromEntries(flattenArrays(state).map(([path, { shape, data }]) => [path, [shape, [...data]]]));

/** A row of metrics of an iteration in which nothing much happened: two representatives of two agents. */
export const tinyRow = (iteration: number): MetricsRow => ({
  iteration,
  transitions: 8 * iteration,
  welfare: null,
  worstAgent: null,
  participation: null,
  episodeReturns: [null, 2.5],
  episodeLengths: [null, 12],
  episodes: [0, 1],
  assignment: [0, 1],
  flips: 0,
  exchanges: 0,
  clusterSizes: [1, 1],
  policy_loss: -0.25,
  value_loss: 4,
  entropy: 1.5,
  approx_kl: 0.125,
  clipfrac: 0.5,
  explained_variance: 0.75,
  learning_rate: 0.0625,
  entropyCoefficient: 0.03125,
  transitionsPerSecond: 1000,
  seconds: { total: 1, acting: 0.25, stepping: 0.25, wire: 0, updating: 0.5 },
});
