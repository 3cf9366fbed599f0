import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advantageScale,
  normalizeAdvantages,
  representativeAdvantages,
} from "../../../client/ops/advantages.js";
import { expectTensor } from "../support/tensors.js";

/** [k, m, n] = [2, 3, 2]. */
const AGENT_ADVANTAGES = tf.tensor3d([
  [
    [1, 10],
    [2, 20],
    [3, 30],
  ],
  [
    [4, 40],
    [5, 50],
    [6, 60],
  ],
]);

const normalize = (advantages: tf.Tensor2D, epsilon = 0) =>
  normalizeAdvantages(advantages, advantageScale(advantages), epsilon);

describe("representativeAdvantages", () => {
  it("sums over the agents a representative serves", () => {
    const weights = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    expectTensor(representativeAdvantages(AGENT_ADVANTAGES, weights), [
      [1, 2, 3],
      [40, 50, 60],
    ]);
  });

  it("weights agents that it serves in part", () => {
    const weights = tf.tensor2d([
      [0.25, 0.5],
      [0.75, 0.5],
    ]);
    expectTensor(representativeAdvantages(AGENT_ADVANTAGES, weights), [
      [5.25, 10.5, 15.75],
      [23, 28.75, 34.5],
    ]);
  });
});

describe("normalizeAdvantages", () => {
  it("gives each representative mean 0 and standard deviation 1", () => {
    const r = Math.sqrt(1.5);
    expectTensor(
      normalize(
        tf.tensor2d([
          [1, 2, 3],
          [5, -5, 0],
        ]),
      ),
      [
        [-r, 0, r],
        [r, -r, 0],
      ],
    );
  });

  it("adds ε to the deviation", () => {
    expectTensor(normalize(tf.tensor2d([[1, 3]]), 0.25), [[-0.8, 0.8]]);
  });

  it("does not change with shift and scale", () => {
    const row = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 });
    const spread = row.filter((values) => new Set(values).size > 1);
    fc.assert(
      fc.property(
        spread,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        (values, scale, shift) => {
          const changed = values.map((x) => scale * x + shift);
          expectTensor(normalize(tf.tensor2d([changed])), normalize(tf.tensor2d([values])).arraySync(), 3);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a representative that serves nobody", () => {
  const weights = tf.tensor2d([
    [1, 1],
    [0, 0],
  ]);

  it("has advantages of 0", () => {
    const normalized = normalize(representativeAdvantages(AGENT_ADVANTAGES, weights), 1e-8);
    expect((normalized.arraySync() as number[][])[1]).toEqual([0, 0, 0]);
  });

  it("has finite gradients", () => {
    const sumOfSquares = (w: tf.Tensor) =>
      tf.sum(tf.square(normalize(representativeAdvantages(AGENT_ADVANTAGES, w as tf.Tensor2D), 1e-8)));
    const gradient = tf.grad(sumOfSquares)(weights);
    expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
  });
});
