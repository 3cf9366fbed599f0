import { expect, it } from "vitest";
import { movingAverage } from "../../../client/ops/moving-average.js";

it("weighs what was by its decay, and each value by the rest", () => {
  // 8 → 0.75 · 8 + 0.25 · 4 = 7 → 0.75 · 7 + 0.25 · 1 = 5.5
  expect(movingAverage(8, [4, 1], 0.75)).toBe(5.5);
  expect(movingAverage(8, Float32Array.of(4, 1), 0.75)).toBe(5.5);
});

it("is the latest value without a decay, and what it was without a value", () => {
  expect(movingAverage(8, [4, 1], 0)).toBe(1);
  expect(movingAverage(8, [], 0.75)).toBe(8);
});
