import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { optimalPolicy, policyValue } from "../../../client/theory/dynamic-programming.js";
import { exactUtilities, groupReward } from "../../../client/theory/expectation-maximization.js";
import { randomRmdp, type TabularRmdp } from "../../../client/theory/tabular-rmdp.js";
import { createRng } from "../../../envs/rng.js";

/**
 * Two states: in 0, action 0 stays and action 1 goes to 1 half of the time; 1 is never left. Two agents: one
 * gets 1 for staying in 0, the other 4 for being in 1.
 */
const RMDP: TabularRmdp = {
  numStates: 2,
  numActions: 2,
  numAgents: 2,
  horizon: 2,
  discount: 0.5,
  initial: Float64Array.of(1, 0),
  transitions: Float64Array.of(1, 0, 0.5, 0.5, 0, 1, 0, 1),
  rewards: Float64Array.of(1, 0, 0, 0, 0, 0, 4, 4),
};

describe("policyValue", () => {
  it("is what an episode is worth", () => {
    const [stayer, goer] = [RMDP.rewards.subarray(0, 4), RMDP.rewards.subarray(4)];
    expect(policyValue(RMDP, Int32Array.of(0, 0, 0, 0), stayer)).toBe(1.5); // 1 + 0.5 · 1
    expect(policyValue(RMDP, Int32Array.of(1, 0, 0, 0), stayer)).toBe(0.25); // 0 + 0.5 · (0.5 · 1)
    expect(policyValue(RMDP, Int32Array.of(1, 0, 0, 0), goer)).toBe(1); // 0 + 0.5 · (0.5 · 4)
  });

  it("starts where episodes start", () => {
    const anywhere = { ...RMDP, initial: Float64Array.of(0.5, 0.5) };
    // From state 1: 4 + 0.5 · 4.
    expect(policyValue(anywhere, Int32Array.of(1, 0, 0, 0), RMDP.rewards.subarray(4))).toBe(3.5);
  });
});

describe("optimalPolicy", () => {
  it("goes where it pays, and not at the last step, when it no longer does", () => {
    const together = groupReward(RMDP, Int32Array.of(0, 0), 0);
    expect([...together]).toEqual([1, 0, 4, 4]);
    // Going at once: 0.5 · (0.5 · 1 + 0.5 · 4) = 1.25 < 1.5 = staying.
    expect([...optimalPolicy(RMDP, together)]).toEqual([0, 0, 0, 0]);
    // For the other agent alone, going: 0.5 · 0.5 · 4 = 1 > 0.
    expect([...optimalPolicy(RMDP, groupReward(RMDP, Int32Array.of(1, 0), 0))]).toEqual([1, 0, 0, 0]);
  });

  it("is the best of all policies there are", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rng = createRng(seed);
        const rmdp = randomRmdp(rng);
        const { numStates: S, numActions: A } = rmdp;
        const small = { ...rmdp, horizon: Math.min(rmdp.horizon, Math.max(Math.floor(8 / S), 1)) };
        const decisions = small.horizon * S;
        if (A ** decisions > 5000) return;
        const reward = groupReward(small, new Int32Array(rmdp.numAgents), 0);
        const all = Array.from({ length: A ** decisions }, (_, code) =>
          policyValue(
            small,
            Int32Array.from({ length: decisions }, (__, place) => Math.floor(code / A ** place) % A),
            reward,
          ),
        );
        const best = policyValue(small, optimalPolicy(small, reward), reward);
        expect(best).toBeCloseTo(
          all.reduce((a, b) => Math.max(a, b)),
          12,
        );
      }),
    );
  });
});

it("utilities are each policy's values for each agent", () => {
  const policies = [Int32Array.of(0, 0, 0, 0), Int32Array.of(1, 0, 0, 0)];
  expect([...exactUtilities(RMDP, policies)]).toEqual([1.5, 0, 0.25, 1]);
});

it("random instances have distributions, and are the same for the same seed", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { numStates: S, initial, transitions, ...rest } = randomRmdp(createRng(seed));
      for (let row = 0; row < transitions.length; row += S) {
        const probabilities = transitions.subarray(row, row + S);
        expect(Math.min(...probabilities)).toBeGreaterThanOrEqual(0);
        expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      }
      expect(initial.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(randomRmdp(createRng(seed))).toEqual({ numStates: S, initial, transitions, ...rest });
    }),
  );
});
