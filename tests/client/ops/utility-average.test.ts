import { expect, it } from "vitest";
import { averageUtilities, initialUtilities } from "../../../client/ops/utility-average.js";

it("starts at 0, with nothing known", () => {
  const { utilities, known } = initialUtilities(2, 3);
  expect([...utilities]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(known).toEqual([false, false]);
});

it("takes the first returns as they are, and averages from the second on", () => {
  const first = averageUtilities(initialUtilities(1, 2), Float64Array.of(8, -4), [3], 0.25);
  expect([...first.utilities]).toEqual([8, -4]);
  const second = averageUtilities(first, Float64Array.of(4, 4), [1], 0.25);
  expect([...second.utilities]).toEqual([7, -2]);
  expect(second.known).toEqual([true]);
});

it("repeats the latest return of a representative that has no new one", () => {
  let average = averageUtilities(initialUtilities(2, 1), Float64Array.of(8, 2), [1, 1], 0.5);
  average = averageUtilities(average, Float64Array.of(4, 0), [1, 0], 0.5);
  expect([...average.utilities]).toEqual([6, 2]);
  average = averageUtilities(average, Float64Array.of(0, 0), [0, 0], 0.5);
  expect([...average.utilities]).toEqual([5, 2]);
  expect([...average.latest]).toEqual([4, 2]);
});

it("knows each representative from its own first return", () => {
  const first = averageUtilities(initialUtilities(2, 1), Float64Array.of(0, 6), [0, 2], 0.5);
  expect(first.known).toEqual([false, true]);
  const second = averageUtilities(first, Float64Array.of(3, 0), [1, 0], 0.5);
  expect([...second.utilities]).toEqual([3, 6]);
  expect(second.known).toEqual([true, true]);
});

it("leaves what went in as it was", () => {
  const before = initialUtilities(1, 1);
  averageUtilities(before, Float64Array.of(5), [1], 0.5);
  expect(before).toEqual(initialUtilities(1, 1));
});
