import { describe, expect, it } from "vitest";
import { bestOf, bestSubsets, isExhaustive } from "../../../../client/assess/statistics/subsets.js";
import { createRng } from "../../../../envs/rng.js";

describe("bestSubsets", () => {
  // The policy that is best for all is in no best pair.
  const TABLE = { numPolicies: 3, values: Float64Array.of(...[6, 6], ...[10, 0], ...[0, 10]) };

  it("compares all subsets of a size", () => {
    expect(bestSubsets(TABLE)).toEqual([[0], [1, 2], [0, 1, 2]]);
  });

  it("takes the first of equals", () => {
    expect(bestSubsets({ numPolicies: 3, values: Float64Array.of(1, 2, 2) })[0]).toEqual([1]);
  });

  it("adds policies one by one where there are too many subsets, and gains at least 1 − 1/e", () => {
    const [k, n] = [40, 12];
    expect(isExhaustive(k, 4)).toBe(false);
    const rng = createRng(2);
    const values = Float64Array.from({ length: k * n }, () => rng.uniform());
    // Policies 7, 11, 23 and 31 serve three agents each perfectly: nothing can be better.
    for (const [group, j] of [7, 11, 23, 31].entries())
      values.fill(1, j * n + 3 * group, j * n + 3 * group + 3);
    const subset = bestSubsets({ numPolicies: k, values })[3];
    expect(subset).toHaveLength(4);
    const worst = Float64Array.from({ length: n }, (_, i) =>
      Math.min(...Array.from({ length: k }, (_, j) => values[j * n + i])),
    );
    const gain = bestOf({ numPolicies: k, values }, subset).reduce(
      (sum, j, i) => sum + values[j * n + i] - worst[i],
      0,
    );
    expect(gain).toBeGreaterThanOrEqual((1 - 1 / Math.E) * worst.reduce((sum, w) => sum + 1 - w, 0));
  });
});

it("subsets are all compared up to ten thousand", () => {
  expect([isExhaustive(5, 2), isExhaustive(40, 3), isExhaustive(40, 37), isExhaustive(50, 25)]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

it("agents have the best of a subset, the first of equals", () => {
  const table = { numPolicies: 3, values: Float64Array.of(...[9, 9, 1], ...[1, 2, 3], ...[2, 1, 3]) };
  expect([...bestOf(table, [1, 2])]).toEqual([2, 1, 1]);
});
