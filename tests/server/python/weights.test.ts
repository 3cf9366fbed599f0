import { expect, it } from "vitest";
import { createRng } from "../../../envs/index.js";
import { rewardBounds, sampleWeights, weighedRewards } from "../../../server/python/weights.js";

it("a reward is the sum of an agent's weights times the reward vector", () => {
  const rewards = new Float32Array(3);
  weighedRewards(Float64Array.of(2, -4), Float64Array.of(1, 0, 0.5, 0.5, 0.25, 0.75), rewards);
  expect([...rewards]).toEqual([2, -1, -2.5]);
});

it("sampled weights are uniform over the simplex", () => {
  const [n, m] = [20_000, 3];
  const weights = sampleWeights(n, m, createRng(1, "agents"));
  const rows = Array.from({ length: n }, (_, i) => [...weights.subarray(i * m, (i + 1) * m)]);
  for (const row of rows) expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 12);
  // A Dirichlet(1, 1, 1) has means of 1/3 and variances of 1/18; a mean's standard error is 0.0017.
  for (let j = 0; j < m; j++) {
    const mean = rows.reduce((sum, row) => sum + row[j], 0) / n;
    const variance = rows.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0) / n;
    expect(Math.abs(mean - 1 / 3)).toBeLessThan(0.007);
    expect(Math.abs(variance - 1 / 18)).toBeLessThan(0.002);
  }
  expect(weights).toEqual(sampleWeights(n, m, createRng(1, "agents")));
});

it("rewards lie between the least and the most of all agents", () => {
  const weights = Float64Array.of(1, 0, 0.5, 0.5);
  const [low, high] = rewardBounds([-1, -3], [2, 8], weights);
  expect(low).toBeCloseTo(-2, 5);
  expect(low).toBeLessThanOrEqual(-2);
  expect(high).toBeCloseTo(5, 4);
  expect(high).toBeGreaterThanOrEqual(5);
});

it("a weight of 0 makes nothing of an infinite bound", () => {
  const infinite = Number.POSITIVE_INFINITY;
  const [low, high] = rewardBounds([0, -infinite], [1, infinite], Float64Array.of(1, 0));
  expect([low, Math.round(high)]).toEqual([0, 1]);
  expect(rewardBounds([0, -infinite], [1, infinite], Float64Array.of(0.5, 0.5))).toEqual([
    -infinite,
    infinite,
  ]);
});
