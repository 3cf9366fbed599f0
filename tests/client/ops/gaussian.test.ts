import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { gaussianEntropy, gaussianLogProb } from "../../../client/ops/gaussian.js";
import { expectTensor } from "../support/tensors.js";

const standard = { mean: tf.zeros<tf.Rank.R3>([1, 1, 2]), logStd: tf.zeros<tf.Rank.R3>([1, 1, 2]) };

describe("gaussianLogProb", () => {
  it("of a standard normal in two dimensions at 0 is −log 2π", () => {
    expectTensor(gaussianLogProb(standard, tf.tensor3d([[[0, 0]]])), [[-1.837877]]);
  });

  it("is −½z² − log σ − ½ log 2π, summed over components", () => {
    const distribution = {
      mean: tf.tensor3d([[[1, -1]]]),
      logStd: tf.tensor3d([[[Math.log(2), Math.log(0.5)]]]),
    };
    // z is 1 and 2; the logarithms of the deviations cancel.
    expectTensor(gaussianLogProb(distribution, tf.tensor3d([[[3, 0]]])), [[-0.5 - 2 - 1.837877]]);
  });

  it("takes each representative's own deviation in all its states", () => {
    const distribution = { mean: tf.zeros<tf.Rank.R3>([2, 2, 1]), logStd: tf.tensor3d([[[0]], [[1]]]) };
    expectTensor(gaussianLogProb(distribution, tf.zeros([2, 2, 1])), [
      [-0.918939, -0.918939],
      [-1.918939, -1.918939],
    ]);
  });
});

describe("a normal density with μ = 0.3 and σ = ½, on a grid", () => {
  const points = Array.from({ length: 4001 }, (_, i) => -4 + i / 500);
  const logStd = tf.tensor3d([[[Math.log(0.5)]]]);
  const mean = tf.fill<tf.Rank.R3>([1, points.length, 1], 0.3);
  const logProbs = gaussianLogProb({ mean, logStd }, tf.tensor3d(points, [1, points.length, 1])).dataSync();
  const integrate = (f: (logProb: number) => number) =>
    Array.from(logProbs, f).reduce((sum, value) => sum + value / 500, 0);

  it("integrates to one", () => {
    expect(integrate(Math.exp)).toBeCloseTo(1, 5);
  });

  it("has the entropy −∫ p log p", () => {
    expectTensor(gaussianEntropy({ mean, logStd }), [[integrate((x) => -x * Math.exp(x))]]);
  });
});

describe("gaussianEntropy", () => {
  it("is ½(1 + log 2π) + log σ, summed over components, for each representative", () => {
    const logStd = tf.tensor3d([[[0, 0]], [[0, 1]]]);
    expectTensor(gaussianEntropy({ mean: tf.zeros([2, 5, 2]), logStd }), [[2.837877], [3.837877]]);
  });
});
