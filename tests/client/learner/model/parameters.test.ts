import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  constantParameter,
  copyOwnParameters,
  initializeParameters,
  orthogonalParameter,
  ownParameter,
  unflatten,
} from "../../../../client/learner/model/parameters.js";
import { createRng } from "../../../../envs/rng.js";
import { expectNumbers, expectTensor } from "../../support/tensors.js";

const LAYOUT = [
  constantParameter("a", [2, 3], 1),
  constantParameter("b", [2], 2),
  constantParameter("c", [2, 1, 2], 3),
];

describe("a layout", () => {
  it("is a flat vector, parameter after parameter", () => {
    const theta = initializeParameters(LAYOUT, createRng(0));
    expect([...theta]).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3, 3]);
  });

  it("gives each parameter its part of the vector, row-major", () => {
    const theta = tf.range(0, 12) as tf.Tensor1D;
    const { a, b, c } = unflatten(theta, LAYOUT);
    expectTensor(a, [
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expectTensor(b, [6, 7]);
    expectTensor(c, [[[8, 9]], [[10, 11]]]);
  });

  it("comes back from unflatten as it was", () => {
    const theta = tf.randomNormal([12], 0, 1, "float32", 1) as tf.Tensor1D;
    const pieces = Object.values(unflatten(theta, LAYOUT)).map((tensor) => tf.reshape(tensor, [-1]));
    expect(tf.concat(pieces).arraySync()).toEqual(theta.arraySync());
  });

  it("lets gradients flow back into the vector", () => {
    const loss = (theta: tf.Tensor) => {
      const { a, b } = unflatten(theta as tf.Tensor1D, LAYOUT);
      return tf.add(tf.sum(a), tf.sum(tf.square(b)));
    };
    const gradient = tf.grad(loss)(tf.range(0, 12));
    expectTensor(gradient, [1, 1, 1, 1, 1, 1, 12, 14, 0, 0, 0, 0]);
  });
});

describe("orthogonalParameter", () => {
  const matrix = (rows: number, columns: number, gain: number, seed = 0) =>
    tf.tensor2d(orthogonalParameter("w", [rows, columns], gain).initialize(createRng(seed)), [rows, columns]);

  it.each([
    [5, 5, 1],
    [7, 3, Math.SQRT2],
    [4, 1, 0.01],
  ])("has orthogonal columns of the gain's length if it is %i × %i", (rows, columns, gain) => {
    const w = matrix(rows, columns, gain);
    expectTensor(tf.matMul(w, w, true), tf.mul(tf.eye(columns), gain ** 2).arraySync());
  });

  it.each([
    [3, 7, Math.SQRT2],
    [1, 4, 0.01],
  ])("has orthogonal rows of the gain's length if it is %i × %i", (rows, columns, gain) => {
    const w = matrix(rows, columns, gain);
    expectTensor(tf.matMul(w, w, false, true), tf.mul(tf.eye(rows), gain ** 2).arraySync());
  });

  it("makes each matrix of a batch orthogonal, and no two alike", () => {
    const values = orthogonalParameter("w", [3, 4, 2], 1).initialize(createRng(0));
    const batch = tf.tensor3d(values, [3, 4, 2]);
    const identity = [
      [1, 0],
      [0, 1],
    ];
    expectTensor(tf.matMul(batch, batch, true), [identity, identity, identity]);
    expect(new Set(values).size).toBe(24);
  });

  it("is the same from the same seed, and another from another", () => {
    expectNumbers(matrix(4, 3, 1).dataSync(), matrix(4, 3, 1).dataSync());
    expect(matrix(4, 3, 1).arraySync()).not.toEqual(matrix(4, 3, 1, 1).arraySync());
  });
});

describe("copyOwnParameters", () => {
  const layout = [
    constantParameter("shared", [3, 2], 0),
    ownParameter(constantParameter("head/weight", [3, 2, 1], 0)),
    ownParameter(constantParameter("head/bias", [3, 1], 0)),
  ];
  const numbers = Float32Array.from({ length: 15 }, (_, p) => p);

  it("makes one representative's rows another's, and leaves what is shared", () => {
    const copy = copyOwnParameters(numbers, layout, 2, 0);
    expect([...copy]).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 8, 9, 10, 11, 14, 13, 14]);
  });

  it("leaves what went in as it was", () => {
    copyOwnParameters(numbers, layout, 0, 1);
    expect([...numbers]).toEqual(Array.from({ length: 15 }, (_, p) => p));
  });
});
