import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { type CriticConfig, critic, criticLayout } from "../../../../client/learner/model/critic.js";
import {
  initializeParameters,
  type Parameters,
  unflatten,
} from "../../../../client/learner/model/parameters.js";
import { createRng } from "../../../../envs/rng.js";
import { expectTensor } from "../../support/tensors.js";

const HEAD: CriticConfig = {
  numRepresentatives: 2,
  numAgents: 4,
  observationSize: 3,
  hiddenSizes: [5, 6],
  conditioning: "head",
};
const ONE_HOT: CriticConfig = { ...HEAD, conditioning: "one-hot" };

const OBSERVATIONS = tf.tensor3d([
  [
    [1, 2, 3],
    [-1, 0, 1],
  ],
  [
    [0, 1, 0],
    [2, 2, 2],
  ],
]);

const shapes = (config: CriticConfig) =>
  Object.fromEntries(criticLayout(config).map(({ name, shape }) => [name, shape]));

const parametersOf = (config: CriticConfig): Parameters => {
  const layout = criticLayout(config);
  return unflatten(tf.tensor1d(initializeParameters(layout, createRng(0))), layout);
};

const norm = (tensor: tf.Tensor) => tf.norm(tensor).dataSync()[0];

describe("a critic with heads", () => {
  it("has an output layer for each representative", () => {
    expect(shapes(HEAD)).toMatchObject({ "head/weight": [2, 6, 4], "head/bias": [2, 1, 4] });
    expect(shapes(HEAD)).not.toHaveProperty("oneHot/weight");
  });

  it("has the gain 1 in them", () => {
    expect(norm(parametersOf(HEAD)["head/weight"])).toBeCloseTo(Math.sqrt(2 * 4), 5);
  });

  it("uses representative j's in representative j's states alone", () => {
    const parameters = parametersOf(HEAD);
    const before = critic(HEAD, parameters, OBSERVATIONS).arraySync();
    const bias = tf.tensor3d([[[0, 0, 0, 0]], [[0, 0, 1, 0]]]);
    const after = critic(HEAD, { ...parameters, "head/bias": bias }, OBSERVATIONS);
    const raised = before[1].map(([a, b, c, d]) => [a, b, c + 1, d]);
    expectTensor(after, [before[0], raised]);
  });

  it("is tanh layers and a linear head", () => {
    const config: CriticConfig = {
      ...HEAD,
      numRepresentatives: 1,
      numAgents: 2,
      observationSize: 1,
      hiddenSizes: [1],
    };
    const parameters = {
      "hidden0/weight": tf.tensor2d([[2]]),
      "hidden0/bias": tf.tensor1d([0.5]),
      "head/weight": tf.tensor3d([[[3, -1]]]),
      "head/bias": tf.tensor3d([[[0.25, 0]]]),
    };
    const feature = Math.tanh(2 * 0.3 + 0.5);
    expectTensor(critic(config, parameters, tf.tensor3d([[[0.3]]])), [[[3 * feature + 0.25, -feature]]]);
  });
});

describe("a critic with a one-hot input", () => {
  it("has one output layer, and a row of weights for each representative", () => {
    expect(shapes(ONE_HOT)).toMatchObject({
      "head/weight": [6, 4],
      "head/bias": [4],
      "oneHot/weight": [2, 5],
    });
  });

  it("has gains 1 in the output layer and √2 in the one-hot's weights", () => {
    const parameters = parametersOf(ONE_HOT);
    expect(norm(parameters["head/weight"])).toBeCloseTo(Math.sqrt(4), 5);
    expect(norm(parameters["oneHot/weight"])).toBeCloseTo(Math.sqrt(2 * 2), 5);
  });

  it("equals a network whose input is the observation and a one-hot vector", () => {
    const parameters = parametersOf(ONE_HOT);
    const firstWeight = tf.concat([parameters["hidden0/weight"], parameters["oneHot/weight"]], 0);
    const oneHot = tf.tensor3d([
      [
        [1, 0],
        [1, 0],
      ],
      [
        [0, 1],
        [0, 1],
      ],
    ]);
    const inputs = tf.reshape(tf.concat([OBSERVATIONS, oneHot], 2), [4, 5]);
    const first = tf.tanh(tf.add(tf.matMul(inputs, firstWeight), parameters["hidden0/bias"]));
    const second = tf.tanh(
      tf.add(tf.matMul(first, parameters["hidden1/weight"] as tf.Tensor2D), parameters["hidden1/bias"]),
    );
    const values = tf.add(
      tf.matMul(second, parameters["head/weight"] as tf.Tensor2D),
      parameters["head/bias"],
    );
    expectTensor(critic(ONE_HOT, parameters, OBSERVATIONS), tf.reshape(values, [2, 2, 4]).arraySync());
  });

  it("values a state differently for each representative", () => {
    const [first, second] = critic(ONE_HOT, parametersOf(ONE_HOT), tf.ones([2, 1, 3])).arraySync();
    expect(first).not.toEqual(second);
  });
});
