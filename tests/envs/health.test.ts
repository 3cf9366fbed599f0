import { expect, test } from "vitest";
import { type HealthyRange, isHealthy } from "../../envs/mujoco/health.js";

const range = (first: number, last: number, closed: boolean): HealthyRange => ({
  name: "z",
  quantity: "height",
  unit: "m",
  entries: [first, last],
  minimum: -1,
  maximum: 2,
  closed,
});

/** Three positions and two velocities. */
const state = (...values: number[]) => ({
  qpos: Float64Array.from(values.slice(0, 3)),
  qvel: Float64Array.from(values.slice(3)),
});

test("a range is of its entries alone", () => {
  const ranges = [range(1, 1, false)];
  expect(isHealthy(state(9, 0, 9, 9, 9), ranges)).toBe(true);
  expect(isHealthy(state(0, 2.1, 0, 0, 0), ranges)).toBe(false);
  expect(isHealthy(state(0, -1.1, 0, 0, 0), ranges)).toBe(false);
});

test("entries go on from positions to velocities", () => {
  const ranges = [range(2, 4, false)];
  expect(isHealthy(state(9, 9, 0, 1, 1), ranges)).toBe(true);
  for (const bad of [state(0, 0, 3, 0, 0), state(0, 0, 0, 3, 0), state(0, 0, 0, 0, 3)]) {
    expect(isHealthy(bad, ranges)).toBe(false);
  }
});

test("bounds are healthy where the range is closed", () => {
  for (const bound of [-1, 2]) {
    expect(isHealthy(state(0, bound, 0, 0, 0), [range(1, 1, true)])).toBe(true);
    expect(isHealthy(state(0, bound, 0, 0, 0), [range(1, 1, false)])).toBe(false);
  }
});

test("all ranges must hold, not-a-number is in none, and without ranges all is healthy", () => {
  expect(isHealthy(state(0, 0, 9, 0, 0), [range(1, 1, true), range(2, 2, true)])).toBe(false);
  expect(isHealthy(state(0, Number.NaN, 0, 0, 0), [range(1, 1, true)])).toBe(false);
  expect(isHealthy(state(Number.NaN, 9, 9, 9, 9), [])).toBe(true);
});
