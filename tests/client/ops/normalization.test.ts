import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { normalizeObservations } from "../../../client/ops/normalization.js";
import { expectTensor } from "../support/tensors.js";

it("takes each representative's own mean and deviation", () => {
  const scale = {
    mean: tf.tensor3d([[[1, 10]], [[2, 20]]]),
    deviation: tf.tensor3d([[[2, 5]], [[1, 10]]]),
    limit: tf.scalar(5),
  };
  const observations = tf.tensor3d([
    [
      [3, 10],
      [1, 0],
    ],
    [
      [3, 10],
      [1, 0],
    ],
  ]);
  expectTensor(normalizeObservations(observations, scale), [
    [
      [1, 0],
      [0, -2],
    ],
    [
      [1, -1],
      [-1, -2],
    ],
  ]);
});

it("clips what is more deviations away than the limit", () => {
  const scale = { mean: tf.tensor3d([[[1]]]), deviation: tf.tensor3d([[[2]]]), limit: tf.scalar(5) };
  const observations = tf.tensor3d([[[1e6], [12], [10.8], [-8.8], [-10], [-1e6]]]);
  const normalized = normalizeObservations(observations, scale);
  expectTensor(normalized, [[[5], [5], [4.9], [-4.9], [-5], [-5]]]);
  expect(normalized.shape).toEqual([1, 6, 1]);
});

it("leaves observations exactly as they are if nothing is known of them", () => {
  const scale = {
    mean: tf.zeros<tf.Rank.R3>([1, 1, 1]),
    deviation: tf.ones<tf.Rank.R3>([1, 1, 1]),
    limit: tf.scalar(Number.POSITIVE_INFINITY),
  };
  const observations = tf.tensor3d([[[1e30], [1 / 3], [0], [-1e-30], [-7e8]]]);
  expect(normalizeObservations(observations, scale).arraySync()).toEqual(observations.arraySync());
});
