import { describe, expect, it } from "vitest";
import { bestFunds } from "../../../client/theory/best-funds.js";
import { createRng } from "../../../envs/rng.js";

/** Every way to give each of n investors one of k funds. */
function* assignments(n: number, k: number): Generator<number[]> {
  for (let code = 0; code < k ** n; code++) {
    yield Array.from({ length: n }, (_, i) => Math.floor(code / k ** i) % k);
  }
}

/** The best mean gain over all partitions, each group with the x that is best for it. */
function bruteForce(aversions: readonly number[], k: number): number {
  let best = 0;
  for (const assignment of assignments(aversions.length, k)) {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      const own = aversions.filter((_, i) => assignment[i] === j);
      const x = own.length / own.reduce((total, gamma) => total + gamma, 0);
      for (const gamma of own) sum += x - (gamma / 2) * x * x;
    }
    best = Math.max(best, sum / aversions.length);
  }
  return best;
}

const population = (n: number, seed: number) => {
  const rng = createRng(seed);
  return Array.from({ length: n }, () => 10 ** rng.uniform());
};

describe("the best funds", () => {
  it("are by hand those of one investor, of one group and of two", () => {
    expect(bestFunds([4], 1)).toEqual({
      multiples: Float64Array.of(0.25),
      assignment: Int32Array.of(0),
      gain: 0.125,
    });
    // x = 1/2, worth ½ − γ/8 to each: (3/8 + 1/8)/2.
    expect(bestFunds([3, 1], 1)).toMatchObject({ multiples: Float64Array.of(0.5), gain: 0.25 });
    // {1, 1} at x = 1 are worth ½ each, {4} at x = ¼ is worth ⅛.
    expect(bestFunds([1, 4, 1], 2)).toEqual({
      multiples: Float64Array.of(1, 0.25),
      assignment: Int32Array.of(0, 1, 0),
      gain: 1.125 / 3,
    });
  });

  it.each([1, 2, 3, 4])("are those of brute force over all partitions, k = %d", (k) => {
    for (let seed = 0; seed < 6; seed++) {
      const aversions = population(7, seed);
      expect(bestFunds(aversions, k).gain).toBeCloseTo(bruteForce(aversions, k), 12);
    }
  });

  it("are those of a fine grid of multiples, each investor choosing for itself", () => {
    const aversions = population(40, 9);
    const worth = (funds: number[]) =>
      aversions.reduce((sum, gamma) => sum + Math.max(...funds.map((x) => x - (gamma / 2) * x * x)), 0) / 40;
    let best = 0;
    for (let x = 1; x <= 200; x++) {
      for (let y = x; y <= 200; y++) best = Math.max(best, worth([x / 200, y / 200]));
    }
    const { gain } = bestFunds(aversions, 2);
    expect(gain).toBeGreaterThanOrEqual(best);
    expect(gain - best).toBeLessThan(1e-5);
  });

  it("gain what their multiples and assignment say, and investors want no other", () => {
    const aversions = population(300, 3);
    const { multiples, assignment, gain } = bestFunds(aversions, 10);
    const worth = (j: number, i: number) => multiples[j] - (aversions[i] / 2) * multiples[j] ** 2;
    const own = aversions.map((_, i) => worth(assignment[i], i));
    expect(gain).toBeCloseTo(own.reduce((a, b) => a + b, 0) / 300, 12);
    own.forEach((value, i) => {
      expect(value).toBeGreaterThanOrEqual(
        Math.max(...[...multiples.keys()].map((j) => worth(j, i))) - 1e-12,
      );
    });
  });

  it("are one for each investor if there may be more", () => {
    const { multiples, gain } = bestFunds([2, 5, 1], 8);
    expect([...multiples]).toEqual([1, 0.5, 0.2]);
    expect(gain).toBeCloseTo((0.5 + 0.25 + 0.1) / 3, 12);
  });
});
