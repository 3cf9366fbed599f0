import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, it } from "vitest";
import { actorLoss, criticLoss } from "../../../client/ops/ppo-loss.js";
import { expectTensor } from "../support/tensors.js";

const coefficients = (entropy = 0) => ({ clip: 0.2, entropy: tf.scalar(entropy) });

/** The loss of transitions [k, m] with these ratios and advantages. */
function lossOf(ratios: number[][], advantages: number[][], entropy = [[0]], coefficient = 0) {
  const logProbs = tf.log(tf.tensor2d(ratios)) as tf.Tensor2D;
  const oldLogProbs = tf.zerosLike(logProbs);
  const terms = {
    ...{ logProbs, oldLogProbs },
    ...{ advantages: tf.tensor2d(advantages), entropy: tf.tensor2d(entropy) },
  };
  return actorLoss(terms, coefficients(coefficient));
}

describe("actorLoss", () => {
  it.each([
    { ratio: 1.5, advantage: 2, loss: -2.4, slope: 0 },
    { ratio: 1.5, advantage: -2, loss: 3, slope: 3 },
    { ratio: 0.5, advantage: 2, loss: -1, slope: -1 },
    { ratio: 0.5, advantage: -2, loss: 1.6, slope: 0 },
    { ratio: 1.1, advantage: 2, loss: -2.2, slope: -2.2 },
    { ratio: 1, advantage: -2, loss: 2, slope: 2 },
  ])("is $loss for the ratio $ratio and the advantage $advantage, with slope $slope", (row) => {
    expectTensor(lossOf([[row.ratio]], [[row.advantage]]).loss, row.loss);
    const ofLogProb = (logProb: tf.Tensor) =>
      actorLoss(
        {
          logProbs: logProb as tf.Tensor2D,
          oldLogProbs: tf.zeros([1, 1]),
          advantages: tf.tensor2d([[row.advantage]]),
          entropy: tf.zeros([1, 1]),
        },
        coefficients(),
      ).loss;
    expectTensor(tf.grad(ofLogProb)(tf.tensor2d([[Math.log(row.ratio)]])), [[row.slope]]);
  });

  it("is a mean over transitions and a sum over representatives", () => {
    const { loss, policyLoss } = lossOf(
      [
        [1, 1],
        [1, 1],
      ],
      [
        [1, 2],
        [3, 6],
      ],
    );
    expectTensor(loss, -6);
    expectTensor(policyLoss, -3);
  });

  it("rewards entropy", () => {
    expectTensor(lossOf([[1], [1]], [[1], [3]], [[0.5], [1.5]], 0.1).loss, -(1 + 0.05) - (3 + 0.15));
  });

  it("estimates the divergence from the old policy", () => {
    const { approxKl } = lossOf(
      [
        [1, 2],
        [0.5, 1],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    );
    expectTensor(approxKl, (1 - Math.log(2) + (-0.5 + Math.log(2))) / 4);
  });

  it("says which share of ratios is outside 1 ± ε", () => {
    expectTensor(
      lossOf(
        [
          [1.1, 1.3],
          [0.7, 0.9],
        ],
        [
          [1, 1],
          [1, 1],
        ],
      ).clipfrac,
      0.5,
    );
  });
});

describe("criticLoss", () => {
  it("is a mean over transitions and agents and a sum over representatives", () => {
    const values = tf.tensor3d([
      [
        [0, 0],
        [0, 0],
      ],
      [
        [1, 1],
        [1, 1],
      ],
    ]);
    const returns = tf.tensor3d([
      [
        [1, 1],
        [1, 3],
      ],
      [
        [1, 1],
        [1, 5],
      ],
    ]);
    const identity = tf.tensor3d([1, 0, 0, 1, 1, 0, 0, 1], [2, 2, 2]);
    const head = { features: values, weight: identity, bias: tf.zeros<tf.Rank.R3>([2, 1, 2]) };
    expectTensor(criticLoss(head, returns), 12 / 4 + 16 / 4);
  });

  it("is the same where representatives share a last layer", () => {
    const head = {
      features: tf.tensor3d([1, 2, 3, 4], [1, 4, 1]),
      weight: tf.tensor3d([1, -1], [1, 1, 2]),
      bias: tf.tensor3d([0, 1], [1, 1, 2]),
    };
    // Values are 1, 0 and 2, −1 of the first representative, and 3, −2 and 4, −3 of the second.
    const returns = tf.tensor3d([1, 0, 2, 1, 3, 0, 0, -3], [2, 2, 2]);
    expectTensor(criticLoss(head, returns), 4 / 4 + (4 + 16) / 4);
  });
});
