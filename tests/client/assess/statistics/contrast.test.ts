import { describe, expect, it } from "vitest";
import { contrastInterval, difference, meanOf } from "../../../../client/assess/statistics/contrast.js";

/** Two policies, three episodes of each, two agents. */
const RETURNS = {
  numPolicies: 2,
  numAgents: 2,
  values: Float64Array.of(...[1, 5, 2, 4, 3, 3], ...[0, 10, 0, 12, 0, 14]),
};

describe("contrastInterval", () => {
  it("adds up an episode's agents first, so that what they share does not count twice", () => {
    // Both agents of policy 1 have 6 together in each episode.
    const { mean, lower, upper } = contrastInterval(RETURNS, meanOf(Int32Array.of(0, 0), 2), 0.95);
    expect([mean, lower, upper]).toEqual([3, 3, 3]);
  });

  it("is Student's interval over the episodes of each policy", () => {
    // Halves of 1, 2, 3 and of 10, 12, 14: means 1 and 6, variances of the means 1/12 and 4/12; t₂(97.5 %) = 4.302653.
    const { mean, lower, upper } = contrastInterval(RETURNS, meanOf(Int32Array.of(0, 1), 2), 0.95);
    expect(mean).toBe(7);
    expect(upper - 7).toBeCloseTo(4.302653 * Math.sqrt(5 / 12), 5);
    expect(7 - lower).toBeCloseTo(upper - 7, 10);
  });

  it("is of some agents, if asked, and adds a constant", () => {
    const contrast = { ...meanOf(Int32Array.of(0, 1), 2, [1]), constant: -2 };
    expect(contrastInterval(RETURNS, contrast, 0.95).mean).toBe(10);
  });
});

it("a difference is of weights and constants", () => {
  const first = { weights: Float64Array.of(1, 0), constant: 3 };
  const second = { weights: Float64Array.of(0.5, 0.5), constant: 1 };
  expect(difference(first, second)).toEqual({ weights: Float64Array.of(0.5, -0.5), constant: 2 });
});
