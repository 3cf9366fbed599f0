import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { createBatch } from "../../client/batch.js";
import type { TrainConfigInput } from "../../client/config/train-config.js";
import { minibatchStep } from "../../client/minibatch-step.js";
import { initializeModel, type Model, type ModelState, type Sizes } from "../../client/model.js";
import type { ObservationScale } from "../../client/ops/normalization.js";
import { createRollout, type Rollout } from "../../client/rollout.js";
import { createRng, discrete } from "../../envs/index.js";
import { CATEGORICAL, GAUSSIAN, tinyConfig, tinyModel, tinyProblem, tinyRates } from "./support/problem.js";
import { expectNumbers, expectTensor, tensorsLeft } from "./support/tensors.js";

const identityScale = (k: number, d: number): ObservationScale => ({
  mean: tf.zeros([k, 1, d]),
  deviation: tf.ones([k, 1, d]),
});

describe("one representative with V(s) = tanh(s), γ = ½, λ = 0", () => {
  const sizes: Sizes = { numRepresentatives: 1, numAgents: 1, observationSize: 1, actionSpace: discrete(2) };
  const V = Math.tanh;

  /** Three steps: one that goes on, one that terminates, one that is truncated. */
  function threeSteps(): Rollout {
    const rollout = createRollout(sizes, 3, 1);
    rollout.observations.set([0.1, 0.2, 0.3]);
    rollout.nextObservations.set([0.2, 0.9, 0.8]);
    rollout.rewards.set([1, 2, 3]);
    rollout.terminated.set([0, 1, 0]);
    rollout.done.set([0, 1, 1]);
    return rollout;
  }

  function batchOf(settings: TrainConfigInput = {}, scale = identityScale(1, 1)) {
    const sizesOfBatch = {
      envsPerRepresentative: 1,
      batchSize: 3,
      minibatchSize: 3,
      transitions: 3,
      hiddenSizes: [1],
    };
    const config = tinyConfig(sizes, { ...sizesOfBatch, discount: 0.5, gaeDecay: 0, ...settings });
    const model = tinyModel(sizes, config);
    const state = initializeModel(model, createRng(0));
    // Trunk weight and bias, head weight and bias.
    const critic = { ...state.critic, theta: tf.tensor1d([1, 0, 1, 0]) };
    return createBatch(model, { ...state, critic }, threeSteps(), scale, config);
  }

  it("bootstraps from the final observation at a truncation, and not at a termination", () => {
    const { agentAdvantages, returns } = batchOf();
    const expected = [1 + 0.5 * V(0.2) - V(0.1), 2 - V(0.2), 3 + 0.5 * V(0.8) - V(0.3)];
    expectNumbers(agentAdvantages.dataSync(), expected);
    expectNumbers(returns.dataSync(), [1 + 0.5 * V(0.2), 2, 3 + 0.5 * V(0.8)]);
  });

  it("bootstraps at neither if it is told not to", () => {
    expectNumbers(batchOf({ bootstrapTruncated: false }).returns.dataSync(), [1 + 0.5 * V(0.2), 2, 3]);
  });

  it("lets no advantage through the end of an episode", () => {
    const { agentAdvantages } = batchOf({ gaeDecay: 1 });
    const [first, second] = agentAdvantages.dataSync();
    expect(second).toBeCloseTo(2 - V(0.2), 5);
    expect(first).toBeCloseTo(1 + 0.5 * V(0.2) - V(0.1) + 0.5 * (2 - V(0.2)), 5);
  });

  it("normalises observations before and after the step", () => {
    const scale = { mean: tf.tensor3d([[[0.1]]]), deviation: tf.tensor3d([[[0.5]]]) };
    const { observations, returns } = batchOf({}, scale);
    expectTensor(observations, [[[0], [0.2], [0.4]]]);
    expectNumbers(returns.dataSync(), [1 + 0.5 * V(0.2), 2, 3 + 0.5 * V(1.4)]);
  });

  it("says how much of the returns' variance the values explain", () => {
    const { explainedVariance, returns } = batchOf();
    const G = [...returns.dataSync()];
    const variance = (xs: number[]) => {
      const mean = xs.reduce((a, b) => a + b) / xs.length;
      return xs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / xs.length;
    };
    const left = variance(G.map((x, t) => x - V([0.1, 0.2, 0.3][t])));
    expectTensor(explainedVariance, 1 - left / variance(G));
  });
});

describe("the order of a batch", () => {
  const [T, k, B] = [2, 2, 3];

  /** Every entry of [T, k, B, …] says where it is: 0.1 t + 0.01 j + 0.001 b. */
  function label(array: Float32Array | Int32Array, scale = 1): void {
    const width = array.length / (T * k * B);
    array.forEach((_, c) => {
      const row = Math.floor(c / width);
      const [t, j, b] = [Math.floor(row / (k * B)), Math.floor(row / B) % k, row % B];
      array[c] = scale * (100 * t + 10 * j + b);
    });
  }

  function labelled(sizes: Sizes) {
    const config = tinyConfig(sizes, {
      envsPerRepresentative: B,
      batchSize: T * B,
      minibatchSize: T * B,
      gaeDecay: 0,
      discount: 0,
    });
    const rollout = createRollout(sizes, T, B);
    label(rollout.observations, 0.001);
    label(rollout.actions, 1);
    label(rollout.rewards, 1);
    const model = tinyModel(sizes, config);
    const state = initializeModel(model, createRng(0));
    return createBatch(model, state, rollout, identityScale(k, sizes.observationSize), config);
  }

  const LABELS = [
    [0, 1, 2, 100, 101, 102],
    [10, 11, 12, 110, 111, 112],
  ];

  it("is [k, T · B], step after step", () => {
    const { observations, returns, actions } = labelled(GAUSSIAN);
    expectTensor(
      tf.mul(observations, 1000),
      LABELS.map((row) => row.map((x) => [x, x, x])),
      3,
    );
    expectTensor(
      actions,
      LABELS.map((row) => row.map((x) => [x, x])),
    );
    // With γ = λ = 0 a return is the reward.
    expectTensor(
      returns,
      LABELS.map((row) => row.map((x) => [x, x, x])),
      3,
    );
  });

  it("is the same for actions to choose from", () => {
    const { actions } = labelled({ ...CATEGORICAL, actionSpace: discrete(200) });
    expect(actions.dtype).toBe("int32");
    expectTensor(actions, LABELS);
  });
});

describe("before any step", () => {
  it.each([
    ["continuous", GAUSSIAN],
    ["discrete", CATEGORICAL],
  ] as const)("ratios of %s actions are 1", (_, sizes) => {
    const { model, state, batch, config } = tinyProblem(sizes);
    const all = tf.range(0, 8, 1, "int32");
    const { metrics } = minibatchStep(model, state, batch, all, undefined, tinyRates(), config);
    expect(metrics.approxKl.dataSync()[0]).toBe(0);
    expect(metrics.clipfrac.dataSync()[0]).toBe(0);
  });
});

it("creating a batch leaves its own tensors behind, and no others", async () => {
  const config = tinyConfig(GAUSSIAN);
  const model: Model = tinyModel(GAUSSIAN, config);
  const state: ModelState = initializeModel(model, createRng(0));
  const scale = identityScale(2, 3);
  const rollout = createRollout(GAUSSIAN, 4, 2);
  let size = 0;
  const left = await tensorsLeft(() => {
    size = Object.keys(createBatch(model, state, rollout, scale, config)).length;
  });
  expect(left).toBe(size);
});
