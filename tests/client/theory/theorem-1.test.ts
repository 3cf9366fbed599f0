// Ivanov and Ben-Porat 2024, theorem 1: EM with exact steps never lowers welfare.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExactSteps, theorem1 } from "../../../client/index.js";
import { optimalPolicy } from "../../../client/theory/dynamic-programming.js";
import { EXACT_STEPS } from "../../../client/theory/expectation-maximization.js";
import { randomRmdp } from "../../../client/theory/tabular-rmdp.js";
import { TOLERANCE, welfareCurve } from "../../../client/theory/theorem-1.js";
import { createRng } from "../../../envs/rng.js";

describe("EM with exact steps", () => {
  it("never lowers welfare, and comes to an end, on any instance", () => {
    const seeds = fc.record({ seed: fc.nat(), representatives: fc.double({ min: 0, max: 1, noNaN: true }) });
    fc.assert(
      fc.property(seeds, ({ seed, representatives }) => {
        const rng = createRng(seed);
        const rmdp = randomRmdp(rng);
        const k = 1 + Math.round(representatives * (rmdp.numAgents - 1));
        const { welfare, converged } = welfareCurve(rmdp, k, rng);
        expect(converged).toBe(true);
        for (let step = 1; step < welfare.length; step++)
          expect(welfare[step]).toBeGreaterThanOrEqual(welfare[step - 1] - TOLERANCE);
      }),
      { numRuns: 500 },
    );
  });

  it("gives everybody their best with a representative each", () => {
    const rmdp = randomRmdp(createRng(3));
    const size = rmdp.numStates * rmdp.numActions;
    const { welfare } = welfareCurve(rmdp, rmdp.numAgents, createRng(4));
    const alone = Array.from({ length: rmdp.numAgents }, (_, i) => {
      const own = { ...rmdp, numAgents: 1, rewards: rmdp.rewards.slice(i * size, (i + 1) * size) };
      return welfareCurve(own, 1, createRng(5)).welfare.at(-1)!;
    });
    expect(welfare.at(-1)).toBeCloseTo(alone.reduce((a, b) => a + b) / rmdp.numAgents, 12);
  });
});

describe("theorem1", () => {
  const result = theorem1({ instances: 300, seed: 7 });

  it("finds no violation", () => {
    expect(result).toMatchObject({ instances: 300, violations: 0 });
    expect(result.largestDecrease).toBeGreaterThanOrEqual(0);
    expect(result.largestDecrease).toBeLessThan(TOLERANCE);
    expect(result.curves).toHaveLength(300);
    for (const { welfare, converged } of result.curves) {
      expect(converged).toBe(true);
      // The start, and rounds of two steps; the last changes nothing.
      expect(welfare.length % 2).toBe(1);
      expect(welfare.at(-1)).toBe(welfare.at(-2));
    }
  });

  it("looks at instances in which there is something to find", () => {
    const { curves } = result;
    const between = curves.filter(
      (curve) => curve.numRepresentatives > 1 && curve.numAgents > curve.numRepresentatives,
    );
    expect(between.length).toBeGreaterThan(100);
    // Both steps raise welfare somewhere after the first round.
    const rises = (parity: number) =>
      curves.filter(({ welfare }) =>
        welfare.some((w, step) => step > 2 && step % 2 === parity && w > welfare[step - 1] + 1e-6),
      );
    expect(rises(0).length).toBeGreaterThan(5);
    expect(rises(1).length).toBeGreaterThan(5);
  });

  it("is the same for the same seed, and another for another", () => {
    const few = theorem1({ instances: 3, seed: 7 });
    expect(few.curves).toEqual(result.curves.slice(0, 3));
    expect(theorem1({ instances: 3, seed: 8 }).curves).not.toEqual(few.curves);
  });

  it.each<[string, Partial<ExactSteps>]>([
    [
      "an E-step that gives agents what is worst for them",
      {
        assign: (utilities, k) =>
          EXACT_STEPS.assign(
            utilities.map((value) => -value),
            k,
          ),
      },
    ],
    [
      "an E-step that takes the table by agents for one by representatives",
      {
        assign: (utilities, k) => {
          const n = utilities.length / k;
          return EXACT_STEPS.assign(
            utilities.map((_, c) => utilities[(c % n) * k + Math.floor(c / n)]),
            k,
          );
        },
      },
    ],
    [
      "an M-step for everybody, rather than a representative's own agents",
      {
        maximize: (rmdp, assignment, policies) =>
          EXACT_STEPS.maximize(
            rmdp,
            assignment.map(() => 0),
            policies,
          ),
      },
    ],
    [
      "an M-step that does not look ahead",
      {
        maximize: (rmdp, assignment, policies) =>
          EXACT_STEPS.maximize({ ...rmdp, discount: 0 }, assignment, policies),
      },
    ],
    [
      "an M-step for the first agent alone",
      {
        maximize: (rmdp, _, policies) =>
          policies.map(() => optimalPolicy(rmdp, rmdp.rewards.subarray(0, rmdp.numStates * rmdp.numActions))),
      },
    ],
  ])("catches %s", (_, wrong) => {
    const { violations, largestDecrease } = theorem1(
      { instances: 50, seed: 7 },
      { ...EXACT_STEPS, ...wrong },
    );
    expect(violations).toBeGreaterThan(0);
    expect(largestDecrease).toBeGreaterThan(0.01);
  });
});
