import { expect, it } from "vitest";
import { scheduleValue } from "../../../client/ops/schedule.js";

it.each([
  [0, 8],
  [1 / 3, 4],
  [2 / 3, 2],
  [1, 1],
])("from 8 to 1, after %d of the way: %d", (progress, value) => {
  expect(scheduleValue({ start: 8, end: 1 }, progress)).toBeCloseTo(value, 12);
});

it.each([0, 0.5, 1])("stays where it starts if that is its end (%d)", (progress) => {
  expect(scheduleValue({ start: 3e-4, end: 3e-4 }, progress)).toBe(3e-4);
});

it("can rise", () => {
  expect(scheduleValue({ start: 1, end: 100 }, 0.5)).toBeCloseTo(10, 12);
});

it("is 0 throughout if it is to be", () => {
  expect([0, 0.5, 1].map((progress) => scheduleValue({ start: 0, end: 0 }, progress))).toEqual([0, 0, 0]);
});
