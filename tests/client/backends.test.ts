import "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../client/backend.js";
import type { TrainConfigInput } from "../../client/config/train-config.js";
import type { Sizes } from "../../client/model.js";
import { Representatives } from "../../client/representatives.js";
import { createRng } from "../../envs/rng.js";
import { CATEGORICAL, GAUSSIAN, tinyConfig, tinyModel, tinyRollout } from "./support/problem.js";

/**
 * Every part of the learner's arithmetic is in one of these. Not end-to-end over minibatches: the logits' first
 * gradient is then 0 but for rounding, of which Adam makes steps as large as any.
 */
const CASES: [string, Sizes, TrainConfigInput][] = [
  [
    "end-to-end, continuous",
    GAUSSIAN,
    { algorithm: "end-to-end", advantageScope: "batch", squashMean: true },
  ],
  ["em, continuous, one-hot critic", GAUSSIAN, { algorithm: "em", criticConditioning: "one-hot" }],
  ["em, discrete, per minibatch", CATEGORICAL, { algorithm: "em", advantageScope: "minibatch" }],
];

interface Learnt {
  readonly parameters: number[];
  readonly metrics: Readonly<Record<string, number>>;
}

/** Ten updates on ten rollouts. */
async function learn(sizes: Sizes, settings: TrainConfigInput): Promise<Learnt> {
  const batch = {
    envsPerRepresentative: 4,
    batchSize: 64,
    minibatchSize: 32,
    transitions: 64,
    hiddenSizes: [16],
  };
  const config = tinyConfig(sizes, { ...batch, epochs: 4, ...settings });
  const representatives = new Representatives(tinyModel(sizes, config), config, createRng(0, "parameters"));
  const rates = { learningRate: 3e-4, entropyCoefficient: 1e-3 };
  let metrics = {};
  for (let i = 0; i < 10; i++) {
    metrics = await representatives.learn(tinyRollout(sizes, config, i), rates, createRng(i, "minibatches"));
  }
  const { actor, critic, assignment } = representatives.snapshot.state;
  const parameters = [actor, critic, assignment].flatMap(({ theta }) => [...theta.dataSync()]);
  representatives.dispose();
  return { parameters, metrics };
}

describe.each(CASES)("after ten updates, %s", (_, sizes, settings) => {
  let reference: Learnt;

  beforeAll(async () => {
    await chooseBackend("cpu");
    reference = await learn(sizes, settings);
  });

  it.for(["wasm", "tensorflow"] as const)(
    "%s has the parameters of plain JavaScript",
    async (name, { skip }) => {
      const missing = await chooseBackend(name).then(
        () => undefined,
        (error: Error) => error.message,
      );
      // Only the native backend is optional.
      if (missing !== undefined && name === "tensorflow") skip(missing);
      expect(missing).toBeUndefined();
      const { parameters, metrics } = await learn(sizes, settings);
      const differences = parameters.map((x, i) => Math.abs(x - reference.parameters[i]));
      expect(Math.max(...differences)).toBeLessThan(1e-4);
      for (const [key, value] of Object.entries(metrics))
        expect(value).toBeCloseTo(reference.metrics[key], 3);
    },
  );
});
