import { expect, it } from "vitest";
import { nearestAgents } from "../../../../client/assignment/unseen/zero-shot.js";

const table = (...rows: number[][]) => ({
  rows: rows.length,
  columns: rows[0].length,
  values: Float64Array.from(rows.flat()),
});

it("is the policy of the nearest training agent", () => {
  const policies = nearestAgents(table([0.2], [1.4], [2.9]), table([0], [1], [3]), Int32Array.of(2, 0, 1));
  expect([...policies]).toEqual([2, 0, 1]);
});

it("goes by the largest difference of a coordinate, and takes the first of equals", () => {
  // (2, 2): 2 from (0, 0) by L∞ and 2.83 by L2; 2.5 from (4.5, 2) by both. (1, 0): 1 from (0, 0) and from (2, 0).
  const training = table([4.5, 2], [0, 0], [2, 0]);
  expect([...nearestAgents(table([2, 2]), table([4.5, 2], [0, 0]), Int32Array.of(0, 1))]).toEqual([1]);
  expect([...nearestAgents(table([1, 0]), training, Int32Array.of(0, 1, 2))]).toEqual([1]);
});
