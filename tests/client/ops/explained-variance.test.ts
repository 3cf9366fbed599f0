import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainedVariance, type GroupMoments, moments } from "../../../client/ops/explained-variance.js";
import { expectTensor } from "../support/tensors.js";

/** Mean and variance of each group. */
function momentsOf(groups: readonly (readonly number[])[]): GroupMoments {
  const all = groups.map((values) => moments(tf.tensor1d([...values])));
  return {
    mean: all.map(({ mean }) => mean.dataSync()[0]),
    variance: all.map(({ variance }) => variance.dataSync()[0]),
  };
}

/** Of values beside returns, in groups. */
function explained(returns: number[][], values: number[][]): number {
  const errors = returns.map((group, g) => group.map((x, i) => x - values[g][i]));
  return explainedVariance(momentsOf(returns), momentsOf(errors));
}

describe("moments", () => {
  it("are the mean and variance of all entries", () => {
    const { mean, variance } = moments(
      tf.tensor2d([
        [1, 2],
        [3, 6],
      ]),
    );
    expectTensor(mean, 3);
    expectTensor(variance, 3.5);
  });
});

describe("explainedVariance", () => {
  const RETURNS = [1, 2, 3, 6];

  it.each([
    ["a perfect critic", [1, 2, 3, 6], 1],
    ["one that is off by a constant", [11, 12, 13, 16], 1],
    ["a constant", [7, 7, 7, 7], 0],
    ["one with the wrong sign", [-1, -2, -3, -6], -3],
    ["half the returns", [0.5, 1, 1.5, 3], 0.75],
  ])("of %s", (_, values, expected) => {
    expect(explained([RETURNS], [values])).toBeCloseTo(expected, 6);
  });

  it("is finite where returns do not vary", () => {
    expect(explained([[3, 3]], [[1, 2]])).toSatisfy(Number.isFinite);
  });

  it("takes the variance between groups with that within them", () => {
    // Returns 1, 3, 5, 7 vary by 5: 1 within the groups, and 4 between their means. Errors vary by 1 in all.
    const returns = { mean: [2, 6], variance: [1, 1] };
    expect(explainedVariance(returns, { mean: [0, 0], variance: [1, 1] })).toBeCloseTo(1 - 1 / 5, 12);
    expect(explainedVariance(returns, { mean: [-1, 1], variance: [0, 0] })).toBeCloseTo(1 - 1 / 5, 12);
  });

  it("does not depend on how numbers are grouped", () => {
    const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 6, maxLength: 6 });
    const spread = numbers.filter((values) => new Set(values).size > 1);
    fc.assert(
      fc.property(spread, numbers, (returns, values) => {
        const halves = (x: number[]) => [x.slice(0, 3), x.slice(3)];
        expect(explained(halves(returns), halves(values))).toBeCloseTo(explained([returns], [values]), 2);
      }),
      { numRuns: 30 },
    );
  });
});
