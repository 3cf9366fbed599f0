import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../client/engines/backend.js";
import {
  expandedSquaredError,
  type LinearLayer,
  linearOutputs,
  linearSquaredError,
  plainSquaredError,
} from "../../../client/ops/linear-layer.js";
import { createRng } from "../../../envs/index.js";
import { expectNumbers, expectTensor } from "../support/tensors.js";

beforeAll(async () => void (await chooseBackend("cpu")));

const FORMS = [
  ["plain", plainSquaredError],
  ["expanded", expandedSquaredError],
] as const;

/** Two rows with one feature each, and two outputs: y = [x + 1, 2x]. */
const LAYER: LinearLayer = {
  features: tf.tensor3d([1, 3], [1, 2, 1]),
  weight: tf.tensor3d([1, 2], [1, 1, 2]),
  bias: tf.tensor3d([1, 0], [1, 1, 2]),
};
const TARGETS = tf.tensor3d([3, 2, 4, 2], [1, 2, 2]);

function randomTensor(shape: [number, number, number], scale: number, seed: number): tf.Tensor3D {
  const rng = createRng(seed);
  return tf.tensor3d(
    Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => scale * rng.normal()),
    shape,
  );
}

function gradientsOf(form: (layer: LinearLayer, targets: tf.Tensor3D) => tf.Scalar, layer: LinearLayer) {
  const { features, weight, bias } = layer;
  return (targets: tf.Tensor3D) =>
    tf.grads((x: tf.Tensor, w: tf.Tensor, b: tf.Tensor) =>
      form({ features: x, weight: w, bias: b } as LinearLayer, targets),
    )([features, weight, bias]);
}

describe("the outputs of a linear layer", () => {
  it("are features times weights plus biases", () => {
    expectTensor(linearOutputs(LAYER), [
      [
        [2, 2],
        [4, 6],
      ],
    ]);
  });
});

describe.each(FORMS)("the squared error, %s", (_, form) => {
  it("is the mean over rows and outputs", () => {
    // Errors are −1, 0 and 0, 4.
    expectTensor(form(LAYER, TARGETS), (1 + 16) / 4);
  });

  it("has the gradients that are worked out by hand", () => {
    const [x, w, b] = gradientsOf(form, LAYER)(TARGETS);
    // Half of the errors times what they are multiplied with.
    expectNumbers([...x.dataSync()], [-0.5, 4], 5);
    expectNumbers([...w.dataSync()], [-0.5, 6], 5);
    expectNumbers([...b.dataSync()], [-0.5, 2], 5);
  });
});

describe("the squared error of many outputs", () => {
  const layer = {
    features: randomTensor([2, 8, 3], 1, 1),
    weight: randomTensor([2, 3, 40], 10, 2),
    bias: randomTensor([2, 1, 40], 10, 3),
  };
  /** Targets near the outputs, as a trained critic has them. */
  const targets = tf.add<tf.Tensor3D>(linearOutputs(layer), randomTensor([2, 8, 40], 0.5, 4));

  it("is expanded", () => {
    expect(linearSquaredError(layer, targets).dataSync()).toEqual(
      expandedSquaredError(layer, targets).dataSync(),
    );
  });

  it("differs from the plain form by rounding only", () => {
    expect(expandedSquaredError(layer, targets).dataSync()[0]).toBeCloseTo(
      plainSquaredError(layer, targets).dataSync()[0],
      4,
    );
    const expected = gradientsOf(plainSquaredError, layer)(targets);
    gradientsOf(
      expandedSquaredError,
      layer,
    )(targets).forEach((gradient, i) => {
      expectNumbers([...gradient.dataSync()], [...expected[i].dataSync()], 5);
    });
  });
});
