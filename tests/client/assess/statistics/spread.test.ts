import { describe, expect, it } from "vitest";
import { spreadOf } from "../../../../client/assess/statistics/spread.js";
import { createRng } from "../../../../envs/rng.js";

const ONE_POLICY = { numPolicies: 1, numAgents: 2 };

describe("spreadOf", () => {
  it("has no width where all episodes are the same", () => {
    const returns = { ...ONE_POLICY, values: Float64Array.of(...[10, 30], ...[10, 30]) };
    const question = { assignment: Int32Array.of(0, 0), agents: [0, 1], confidence: 0.95 };
    expect(spreadOf(returns, question)).toEqual({
      mean: { mean: 20, lower: 20, upper: 20 },
      worst: { mean: 10, lower: 10, upper: 10 },
      tenth: { mean: 12, lower: 12, upper: 12 },
      deviation: { mean: 10, lower: 10, upper: 10 },
    });
  });

  it("bounds quantiles by intervals that hold for all agents at once", () => {
    // Means 2 and 20, standard errors 1/√3 and 0. t₂ at 97.5 % and, for two agents, at 98.75 %.
    const returns = { ...ONE_POLICY, values: Float64Array.of(...[1, 20], ...[2, 20], ...[3, 20]) };
    const question = { assignment: Int32Array.of(0, 0), agents: [0, 1], confidence: 0.95 };
    const { worst, tenth, deviation } = spreadOf(returns, question);
    const [single, joint] = [4.302653 / Math.sqrt(3), 6.205347 / Math.sqrt(3)];
    expect(worst.mean).toBe(2);
    expect(worst.lower).toBeCloseTo(2 - single, 5);
    expect(worst.upper).toBeCloseTo(2 + joint, 5);
    expect(tenth.mean).toBeCloseTo(3.8);
    expect(tenth.lower).toBeCloseTo(0.9 * (2 - joint) + 2, 5);
    expect(tenth.upper).toBeCloseTo(0.9 * (2 + joint) + 2, 5);
    expect(deviation.mean).toBe(9);
    expect(deviation.upper).toBeCloseTo(9 + joint / Math.SQRT2, 5);
  });

  it("holds the truth as often as it says, for ten agents of whom three are the worst", () => {
    const rng = createRng(5);
    const truth = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2];
    const agents = truth.map((_, i) => i);
    const misses = { mean: 0, worst: 0, tenth: 0, deviation: 0 };
    const right = { mean: 1.1, worst: 0, tenth: 0, deviation: Math.sqrt(0.69) };
    for (let trial = 0; trial < 1000; trial++) {
      const values = Float64Array.from({ length: 200 }, (_, c) => truth[c % 10] + rng.normal());
      const spread = spreadOf(
        { numPolicies: 1, numAgents: 10, values },
        { assignment: new Int32Array(10), agents, confidence: 0.9 },
      );
      for (const name of ["mean", "worst", "tenth", "deviation"] as const) {
        const { lower, upper } = spread[name];
        if (right[name] < lower || right[name] > upper) misses[name]++;
      }
    }
    for (const [name, count] of Object.entries(misses))
      expect([name, count / 1000 <= 0.115]).toEqual([name, true]);
    // Of the mean exactly so often, as it needs no caution.
    expect(misses.mean / 1000).toBeGreaterThan(0.08);
  });
});
