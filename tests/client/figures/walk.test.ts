import { describe, expect, it } from "vitest";
import { traceWalk } from "../../../client/figures/walk.js";
import { GRAND_TOUR, positions, TOURS } from "./fake-run.js";

/** Corners as rounded [x, y]. */
function corners(moves: string): number[][] {
  return traceWalk(positions(moves)).line.map(({ x, y }) => [Number(x.toFixed(6)), Number(y.toFixed(6))]);
}

describe("traceWalk", () => {
  it("keeps to the right, there and back", () => {
    expect(corners("UD")).toEqual([
      [2.6, 4.5],
      [2.6, 3.5],
      [2.4, 3.5],
      [2.4, 4.5],
    ]);
  });

  it("turns where lanes cross", () => {
    // Clockwise: a lane on the right runs inside.
    expect(corners("LURD")).toEqual([
      [2.5, 4.4],
      [1.6, 4.4],
      [1.6, 3.6],
      [2.4, 3.6],
      [2.4, 4.5],
    ]);
  });

  it("gives the same move another lane when made again", () => {
    const xs = corners("UDUD").map(([x]) => x);
    expect(xs).toEqual([2.6, 2.6, 2.4, 2.4, 2.7, 2.7, 2.3, 2.3]);
  });

  it("stays on the map, however often it goes there and back", () => {
    for (const [x, y] of corners("UDLR".repeat(10))) {
      expect(Math.min(x, y)).toBeGreaterThan(0);
      expect(Math.max(x, y)).toBeLessThan(5);
    }
  });

  it("points arrows along the moves, halfway", () => {
    const { arrows } = traceWalk(positions("URDL"));
    expect(arrows.map(({ angle }) => angle)).toEqual([0, 90, 180, -90]);
    expect(arrows[0]).toMatchObject({ x: 2.6, y: 4 });
  });

  it("counts moves off the map, and draws none", () => {
    const { steps, arrows } = traceWalk(positions("LDU"));
    expect(steps).toBe(3);
    expect(arrows).toHaveLength(2);
  });

  it("does not count the start at home, should it be there", () => {
    const walk = positions(TOURS[0]);
    expect(traceWalk([[4, 2], ...walk])).toEqual(traceWalk(walk));
    expect(traceWalk(walk).steps).toBe(12);
  });

  it("is nothing but a step where the only move stays at home", () => {
    expect(traceWalk(positions("D"))).toEqual({ steps: 1, line: [], arrows: [] });
  });

  it("has an arrow for each step of a tour", () => {
    expect(traceWalk(positions(GRAND_TOUR)).arrows).toHaveLength(26);
  });
});
