import { describe, expect, it } from "vitest";
import { type Pair, pairedTTest } from "../../../../client/experiments/report/statistics.js";
import { sampleMean } from "../../../../client/ops/sample-mean.js";

const FIRST = [88.1, 87.4, 89, 88.6, 87.9];
const SECOND = [86.9, 87.6, 87.1, 88, 86.2];

const pair = (first: readonly number[], second: readonly number[]) =>
  first.map((value, i): Pair => [value, second[i]]);

describe("sampleMean", () => {
  it("is the mean and SciPy's sem", () => {
    const { mean, standardError } = sampleMean(FIRST);
    expect(mean).toBeCloseTo(88.2, 12);
    expect(standardError).toBeCloseTo(0.2774887385102307, 12);
  });

  it("has no standard error for one value", () => {
    expect(sampleMean([3])).toEqual({ mean: 3, standardError: null });
  });
});

describe("pairedTTest", () => {
  // scipy.stats.ttest_rel(first, second, alternative="greater").pvalue, SciPy 1.x.
  it.each([
    ["better", FIRST, SECOND, 0.026596833234218478],
    ["worse", SECOND, FIRST, 1 - 0.026596833234218478],
    ["three pairs", FIRST.slice(0, 3), SECOND.slice(0, 3), 0.12893628893594009],
    ["a negative t", [2, 1, 4, 3.5], [2.5, 3, 4.1, 3], 0.8014199299931549],
  ])("is SciPy's: %s", (_, first, second, p) => {
    expect(pairedTTest(pair(first, second))).toBeCloseTo(p, 9);
  });

  it("keeps its digits where p is tiny", () => {
    // d̄ = 40, s_d / √m = 1 of ten differences: scipy.stats.t.cdf(-40, 9) is 9.491499224669911e-12.
    const s = Math.sqrt(9);
    const differences = [...new Array(5).fill(40 - s), ...new Array(5).fill(40 + s)];
    const p = pairedTTest(differences.map((difference): Pair => [difference, 0]))!;
    expect(p / 9.491499224669911e-12).toBeCloseTo(1, 6);
  });

  it("takes the same difference in every pair for certain, and no difference for none", () => {
    expect(pairedTTest(pair([3, 4, 5], [2, 3, 4]))).toBe(0);
    expect(pairedTTest(pair([2, 3, 4], [3, 4, 5]))).toBe(1);
    expect(pairedTTest(pair([2, 3, 4], [2, 3, 4]))).toBe(0.5);
  });

  it("needs three pairs", () => {
    expect(pairedTTest(pair([9, 9], [1, 2]))).toBeNull();
  });
});
