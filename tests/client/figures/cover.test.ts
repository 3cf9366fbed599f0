import { describe, expect, it } from "vitest";
import { coverageOf } from "../../../client/assignment/covers/coverage.js";
import { tableOf } from "../../../client/assignment/covers/rows.js";
import { coverFigure } from "../../../client/figures/cover.js";
import { representativeColors } from "../../../client/figures/palette.js";
import { principalPlane } from "../../../client/figures/principal-plane.js";
import { renderSvg } from "../../../client/figures/rendering.js";
import { count, texts } from "./svg.js";

function svgOf(tasks: number[][], prototypes: number[][], epsilon: number): Promise<string> {
  const tables = { tasks: tableOf(tasks), prototypes: tableOf(prototypes) };
  const coverage = coverageOf(tables.tasks, tables.prototypes, epsilon);
  return renderSvg(coverFigure({ cover: "gradient", epsilon, ...tables, coverage }));
}

describe("coverFigure", () => {
  const [first, second] = representativeColors(2);

  it("shows tasks on a line in the colours of their prototypes, above what these cover", async () => {
    const svg = await svgOf([[0], [0.1], [5], [9]], [[0], [5]], 1);
    // A square in the legend, an interval, and tasks.
    expect(count(svg, `fill="${first}"`)).toBe(1 + 1 + 2);
    expect(count(svg, `fill="${second}"`)).toBe(1 + 1 + 1);
    expect(texts(svg)).toEqual(
      expect.arrayContaining([
        "gradient, K = 2, ε = 1",
        "3 of 4 tasks are covered, the others are hollow",
        "prototype",
        "θ",
      ]),
    );
  });

  it("shows them in a plane, with squares", async () => {
    const tasks = [
      [0, 0],
      [1, 1],
      [5, 5],
    ];
    const prototypes = [
      [0.5, 0.5],
      [5, 5],
    ];
    const svg = await svgOf(tasks, prototypes, 0.5);
    expect(count(svg, `fill="${first}"`)).toBe(1 + 1 + 2);
    expect(texts(svg)).toEqual(expect.arrayContaining(["θ₁", "θ₂", "3 of 3 tasks are covered"]));
  });

  it("shows more dimensions in the plane in which tasks differ most, without squares", async () => {
    const tasks = [
      [0, 0, 0],
      [0, 0, 8],
      [6, 0, 4],
    ];
    const svg = await svgOf(
      tasks,
      [
        [0, 0, 1],
        [6, 0, 4],
      ],
      1,
    );
    expect(count(svg, `fill="${first}"`)).toBe(1 + 1);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["gradient, K = 2, ε = 1, 3 dimensions", "principal component 1 (57%)"]),
    );
  });

  it("draws tasks that are all equal", async () => {
    for (const p of [1, 2, 3]) {
      const task = Array.from({ length: p }, () => 2);
      expect(await svgOf([task, task], [task], 1)).toContain("2 of 2 tasks are covered");
    }
  });
});

describe("principalPlane", () => {
  it("finds the two directions of most variance, and their shares", () => {
    // Of 3² + 3² + 1² + 1² = 20 along the diagonal and another: (3, 3, 0), (−3, −3, 0), (0, 0, 1), (0, 0, −1).
    const table = tableOf([
      [13, 3, 5],
      [7, -3, 5],
      [10, 0, 6],
      [10, 0, 4],
    ]);
    const plane = principalPlane(table);
    expect(plane.shares).toEqual([expect.closeTo(36 / 38, 9), expect.closeTo(2 / 38, 9)]);
    const places = plane.project(table).map(([x, y]) => [Math.abs(x), Math.abs(y)]);
    expect(places[0]).toEqual([expect.closeTo(Math.sqrt(18), 9), expect.closeTo(0, 9)]);
    expect(places[2]).toEqual([expect.closeTo(0, 9), expect.closeTo(1, 9)]);
  });
});
