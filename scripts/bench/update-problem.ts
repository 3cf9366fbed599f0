import { ASSIGNERS } from "../../client/assignment/assigners/index.js";
import type { Algorithm, Engine, TrainConfig } from "../../client/index.js";
import { resolveConfig } from "../../client/index.js";
import { type Arrays, ndArray } from "../../client/jit/nd-array.js";
import { createModel, initializeModel, type Model } from "../../client/learner/model/model.js";
import { createPrograms } from "../../client/learner/representatives/programs.js";
import type { Batch } from "../../client/learner/update/batch.js";
import { minibatchRows, ratesAt } from "../../client/learner/update/update.js";
import { createRng } from "../../envs/index.js";
import { AUTHORS_NETWORKS } from "./networks.js";
import { noiseBatch } from "./noise-batch.js";
import { type BenchSizes, learnerSizes } from "./sizes.js";

/** What is learnt, and from what. */
export interface UpdateProblem {
  readonly config: TrainConfig;
  readonly model: Model;
  readonly batch: Arrays<Batch>;
}

/** The authors' networks; M = 2048 transitions of each representative in minibatches of m = 64. */
export function updateProblem(sizes: BenchSizes, algorithm: Algorithm): UpdateProblem {
  const config = resolveConfig({
    ...AUTHORS_NETWORKS,
    env: "half-cheetah",
    algorithm,
    representatives: sizes.k,
    agents: sizes.n,
  });
  const learner = learnerSizes(sizes);
  const model = createModel(learner, ASSIGNERS[algorithm].create(learner, config), config);
  return { config, model, batch: noiseBatch(sizes, config, model.assigner.trained) };
}

/**
 * A pass over the first minibatches of a batch, ready to be repeated; each starts from the same parameters.
 * @param minibatches - how many, at most M/m
 */
export function updatePass(
  { config, model, batch }: UpdateProblem,
  engine: Engine,
  minibatches: number,
): () => Promise<unknown> {
  const { epoch } = createPrograms(engine, model, config);
  const { shape, data } = minibatchRows(config, createRng(0, "minibatches"));
  const [, k, m] = shape;
  const rows = { shape: [minibatches, k, m], data: data.subarray(0, minibatches * k * m) };
  const { learningRate, entropyCoefficient } = ratesAt(config, 0);
  const rates = {
    learningRate: ndArray([learningRate]),
    assignmentLearningRate: ndArray([config.assignmentLearningRate]),
    entropyCoefficient: ndArray([entropyCoefficient]),
  };
  const inputs = {
    carry: initializeModel(model, createRng(0, "parameters")),
    x: { rows },
    shared: { batch, rates },
  };
  return () => epoch(inputs);
}
