import { describe, expect, it } from "vitest";
import { nearestAgents, nearestPrototypes } from "../../../client/unseen/zero-shot.js";

const table = (...rows: number[][]) => ({
  rows: rows.length,
  columns: rows[0].length,
  values: Float64Array.from(rows.flat()),
});

describe("nearestPrototypes", () => {
  it("is nearest by the largest difference of a coordinate", () => {
    // (2, 2): 2 from (0, 0) by L∞ and 2.83 by L2; 2.5 from (4.5, 2) by both.
    expect([...nearestPrototypes(table([2, 2]), table([4.5, 2], [0, 0]))]).toEqual([1]);
  });

  it("is the first of equals", () => {
    expect([...nearestPrototypes(table([1], [1.1]), table([0], [2]))]).toEqual([0, 1]);
  });
});

describe("nearestAgents", () => {
  it("is the policy of the nearest training agent", () => {
    const policies = nearestAgents(table([0.2], [1.4], [2.9]), table([0], [1], [3]), Int32Array.of(2, 0, 1));
    expect([...policies]).toEqual([2, 0, 1]);
  });
});
