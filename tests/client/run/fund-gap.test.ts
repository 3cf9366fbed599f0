import { describe, expect, it } from "vitest";
import { fundGap } from "../../../client/run/fund-gap.js";

/** A fund x M⁻¹m in states that offer s², which offer 0.2 on average. */
const fund = (x: number, ...offers: number[]) => ({
  expected_return: offers.map((s2) => [x * s2]),
  expected_square: offers.map((s2) => [x * x * s2]),
  opportunity: offers.map((s2) => [s2]),
  mean_opportunity: offers.map(() => [0.2]),
});
const investors = { aversions: [1, 1, 4], scale: 100 };

describe("the gap to the best funds", () => {
  it("is by hand that of funds that are almost the best", () => {
    const assignment = Int32Array.of(0, 0, 1);
    // Best: {1, 1} at x = 1 and {4} at x = ¼, worth 1.125/3 · 20. One fund: x = ½, worth 3²/(2 · 6 · 3) · 20.
    const gap = fundGap([fund(1, 0.2), fund(0.5, 0.2)], { ...investors, assignment })!;
    expect(gap.best).toBeCloseTo(7.5, 12);
    expect(gap.single).toBeCloseTo(5, 12);
    // At x = ½, γ = 4 is worth ½ − 2/4 = 0: (½ + ½ + 0)/3 · 20.
    expect(gap.expected).toBeCloseTo(20 / 3, 12);
    expect(gap.closed).toBeCloseTo(2 / 3, 12);
  });

  it("does not depend on the states that an episode saw", () => {
    const assignment = Int32Array.of(0, 0, 1);
    const gap = fundGap([fund(1, 0.3, 0.1, 0.3), fund(0.25, 0.1)], { ...investors, assignment })!;
    expect(gap.expected).toBeCloseTo(7.5, 12);
    expect(gap.closed).toBeCloseTo(1, 12);
  });

  it("has no way to close with one fund", () => {
    const gap = fundGap([fund(0.5, 0.2)], { ...investors, assignment: Int32Array.of(0, 0, 0) })!;
    expect(gap.closed).toBeNull();
    expect(gap.expected).toBeCloseTo(5, 12);
  });

  it("is not known where environments do not say what is expected", () => {
    const trajectories = [{ position: [[0, 1]] }];
    expect(fundGap(trajectories, { ...investors, assignment: Int32Array.of(0, 0, 0) })).toBeUndefined();
    expect(fundGap([{}], { ...investors, assignment: Int32Array.of(0, 0, 0) })).toBeUndefined();
  });
});
