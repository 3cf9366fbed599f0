import { expect, it } from "vitest";
import { createTimeLeft } from "../../../client/cli/time-left.js";

it("knows nothing at first, then goes by the pace", () => {
  const timeLeft = createTimeLeft();
  expect(timeLeft(0, 0)).toBeUndefined();
  expect(timeLeft(0, 1000)).toBeUndefined();
  expect(timeLeft(0.1, 2000)).toBeCloseTo(18, 10);
  expect(timeLeft(0.2, 3000)).toBeCloseTo(12, 10);
});

it("goes by the pace since the run went on, not by what was done before", () => {
  const timeLeft = createTimeLeft();
  timeLeft(0.5, 0);
  expect(timeLeft(0.6, 1000)).toBeCloseTo(4, 10);
});

it("forgets a pace that is long past", () => {
  const timeLeft = createTimeLeft();
  timeLeft(0, 0);
  for (let second = 1; second <= 100; second++) timeLeft(0.001 * second, 1000 * second);
  for (let second = 101; second <= 180; second++) timeLeft(0.1 + 0.005 * (second - 100), 1000 * second);
  expect(timeLeft(0.505, 181_000)).toBeCloseTo(99, 6);
});
