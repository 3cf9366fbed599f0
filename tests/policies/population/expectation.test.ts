import { describe, expect, it } from "vitest";
import { afterTrials, predicted, student975 } from "../../../policies/population/expectation.js";

describe("the quantile of Student's t distribution", () => {
  it.each([
    [1, 12.706],
    [4, 2.776],
    [7, 2.365],
    [8, 2.306],
    [15, 2.131],
    [60, 2],
    [1000, 1.962],
  ])("with %i degrees of freedom is %f", (degrees, quantile) => {
    expect(student975(degrees)).toBeCloseTo(quantile, 3);
  });
});

describe("what an agent can expect", () => {
  it("is a prediction interval of those like it", () => {
    const expectation = predicted({ returns: [10, 12, 14], weights: [1, 1, 1], episodeDeviation: 3 });
    expect(expectation).toMatchObject({ mean: 12, episodeDeviation: 3 });
    // 4.302653 · 2 · √(4/3)
    expect(expectation.upper - 12).toBeCloseTo(9.9366, 3);
    expect(12 - expectation.lower).toBeCloseTo(9.9366, 3);
  });

  it("leans to those with more weight", () => {
    expect(predicted({ returns: [0, 10], weights: [3, 1], episodeDeviation: 0 }).mean).toBe(2.5);
  });

  it("is as spread as episodes are where there is only one", () => {
    expect(predicted({ returns: [5], weights: [1], episodeDeviation: 1 })).toEqual({
      mean: 5,
      lower: 5 - 1.959964,
      upper: 5 + 1.959964,
      episodeDeviation: 1,
    });
  });

  it("goes to its own episodes, the more there are", () => {
    const prior = { mean: 0, lower: -1.959964, upper: 1.959964, episodeDeviation: 1 };
    expect(afterTrials(prior, [])).toBe(prior);
    const after = afterTrials(prior, [10]);
    expect(after.mean).toBeCloseTo(5, 12);
    expect(after.upper - after.mean).toBeCloseTo(1.959964 / Math.SQRT2, 6);
    expect(afterTrials(prior, [10, 10, 10]).mean).toBeCloseTo(7.5, 12);
    expect(afterTrials({ ...prior, lower: 0, upper: 0, episodeDeviation: 0 }, [8]).mean).toBeCloseTo(4, 12);
  });
});
