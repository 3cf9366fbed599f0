import { describe, expect, it } from "vitest";
import { fewShotChoice } from "../../../../client/assignment/unseen/few-shot.js";
import { fewShotBound } from "../../../../client/assignment/unseen/few-shot-bound.js";
import { ConfigError } from "../../../../client/index.js";

describe("fewShotChoice", () => {
  // [k = 2, E = 3, n = 2]: rows are episodes.
  const returns = {
    numPolicies: 2,
    numAgents: 2,
    values: Float64Array.of(...[5, 0], ...[0, 0], ...[90, 0], ...[4, 1], ...[3, 1], ...[0, -9]),
  };

  it("is the best by the mean of the first episodes of each policy", () => {
    expect([...fewShotChoice(returns, 1)]).toEqual([0, 1]);
    // Agent 1: 2.5 against 3.5. What the third episodes are plays no part.
    expect([...fewShotChoice(returns, 2)]).toEqual([1, 1]);
  });

  it.each([0, 1.5, 3])("refuses to choose by %d of three episodes", (episodes) => {
    expect(() => fewShotChoice(returns, episodes)).toThrow(
      new ConfigError(
        `fewShotEpisodes: expected 1 to 2, one less than there are of each policy, got ${episodes}`,
      ),
    );
  });
});

describe("fewShotBound", () => {
  it.each([
    // 2 · 2² · ln 20 = 23.97.
    [1, 10, 0.95, 20, 24],
    // 2 · 2² · ln 60 = 32.75.
    [3, 10, 0.95, 20, 33],
    // 2 · 4² · ln 60 = 131.02.
    [3, 5, 0.95, 20, 132],
    // 2 · 0.5² · ln 2.22 = 0.40.
    [2, 20, 0.1, 10, 1],
  ])("of k = %d, ε_V = %d, 1 − δ = %d, R = %d is %d", (numPolicies, accuracy, confidence, returnRange, m) => {
    expect(fewShotBound({ numPolicies, accuracy, confidence, returnRange })).toBe(m);
  });

  it("is enough: Bernoulli returns of means 0.7 and 0.5 are mistaken in fewer than 5 % of trials", () => {
    const m = fewShotBound({ numPolicies: 2, accuracy: 0.2, confidence: 0.95, returnRange: 1 });
    expect(m).toBe(185);
    // P[Binomial(185, 0.5) ≥ Binomial(185, 0.7)], exactly.
    expect(mistakes(m, 0.7, 0.5)).toBeLessThan(0.05);
    // The bound is safe, not tight: but one episode would not do.
    expect(mistakes(1, 0.7, 0.5)).toBeGreaterThan(0.05);
  });
});

/** How likely the better of two is no better by m draws of each. */
function mistakes(m: number, better: number, worse: number): number {
  const pmf = (p: number) => {
    const probabilities = [(1 - p) ** m];
    for (let s = 0; s < m; s++) probabilities.push((probabilities[s] * (m - s) * p) / ((s + 1) * (1 - p)));
    return probabilities;
  };
  const [good, bad] = [pmf(better), pmf(worse)];
  let below = 0;
  let sum = 0;
  for (let s = 0; s <= m; s++) {
    below += good[s];
    sum += bad[s] * below;
  }
  return sum;
}
