import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { act } from "../../../../client/learner/model/act.js";
import { type ActorConfig, actor, actorLayout } from "../../../../client/learner/model/actor.js";
import { initializeParameters, unflatten } from "../../../../client/learner/model/parameters.js";
import { box, createRng, discrete } from "../../../../envs/index.js";
import { expectTensor } from "../../support/tensors.js";

/** Two representatives with one unit, of one action. */
const GAUSSIAN: ActorConfig = {
  numRepresentatives: 2,
  observationSize: 1,
  actionSpace: box([1], -1, 1),
  hiddenSizes: [1],
  initialLogStd: -0.5,
  learnLogStd: true,
  squashMean: false,
};
const CATEGORICAL: ActorConfig = { ...GAUSSIAN, actionSpace: discrete(2) };

const SCALE = {
  mean: tf.tensor3d([[[1]], [[10]]]),
  deviation: tf.tensor3d([[[2]], [[4]]]),
  limit: tf.scalar(5),
};
/** [k, B, d] = [2, 3, 1]; normalised 0, 1 and 5 for the first, −1, 0.5 and 5 for the second. */
const OBSERVATIONS = tf.tensor3d([
  [[1], [3], [1e6]],
  [[6], [12], [1e6]],
]);

describe("act", () => {
  it("gives means of normalised observations, and a deviation beside each", () => {
    // Trunk weight and bias, head weights 2 and 3, head biases 0.5 and 0, log σ −1 and −2.
    const theta = tf.tensor1d([1, 0, 2, 3, 0.5, 0, -1, -2]);
    const outputs = act(GAUSSIAN, actorLayout(GAUSSIAN), { observations: OBSERVATIONS, theta, scale: SCALE });
    expect(Object.keys(outputs).sort()).toEqual(["logStd", "mean"]);
    const first = [0, 1, 5].map((x) => [2 * Math.tanh(x) + 0.5]);
    const second = [-1, 0.5, 5].map((x) => [3 * Math.tanh(x)]);
    expectTensor(outputs.mean, [first, second]);
    expectTensor(outputs.logStd, [
      [[-1], [-1], [-1]],
      [[-2], [-2], [-2]],
    ]);
  });

  it("gives a deviation beside each mean if it is not learnt, too", () => {
    const config = { ...GAUSSIAN, learnLogStd: false };
    const theta = tf.zeros<tf.Rank.R1>([6]);
    const outputs = act(config, actorLayout(config), { observations: OBSERVATIONS, theta, scale: SCALE });
    expectTensor(outputs.logStd, tf.fill([2, 3, 1], -0.5).arraySync() as number[][][]);
  });

  it("gives the actor's logits where actions are chosen", () => {
    const layout = actorLayout(CATEGORICAL);
    const theta = tf.tensor1d(initializeParameters(layout, createRng(0)));
    const outputs = act(CATEGORICAL, layout, { observations: OBSERVATIONS, theta, scale: SCALE });
    expect(Object.keys(outputs)).toEqual(["logits"]);
    const normalized = tf.tensor3d([
      [[0], [1], [5]],
      [[-1], [0.5], [5]],
    ]);
    const policy = actor(CATEGORICAL, unflatten(theta, layout), normalized);
    if (policy.kind !== "categorical") throw new Error("expected logits");
    expectTensor(outputs.logits, policy.logits.arraySync(), 7);
  });
});
