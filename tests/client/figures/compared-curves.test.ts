import { describe, expect, it } from "vitest";
import { comparedCurvesFigure } from "../../../client/figures/compared-curves.js";
import { renderSvg } from "../../../client/figures/rendering.js";
import type { MetricsRow } from "../../../client/records/records.js";
import { gatheringRun, TOURS } from "./fake-run.js";
import { texts } from "./svg.js";

/** @param welfare - of each iteration */
function runWith(...welfare: (number | null)[]): MetricsRow[] {
  const { metrics } = gatheringRun(TOURS, welfare.length);
  return metrics.map((row, i) => ({ ...row, transitions: 100 * (i + 1), welfare: welfare[i] }));
}

const HEADING = { title: "Welfare", notes: ["of some runs"] };

/** The points of a figure, as they are drawn. */
function pointsOf(groups: Parameters<typeof comparedCurvesFigure>[1]) {
  const figure = comparedCurvesFigure(HEADING, groups);
  return (figure as unknown as { data: { values: object[] } }).data.values;
}

describe("comparedCurvesFigure", () => {
  it("has the mean of a group in a band of its standard error, where all of its runs are", () => {
    const runs = [runWith(null, 10, 20, 30), runWith(5, 14, 20)];
    expect(pointsOf([{ name: "both", runs }])).toEqual([
      { group: "both", transitions: 200, welfare: 12, low: 10, high: 14 },
      { group: "both", transitions: 300, welfare: 20, low: 20, high: 20 },
    ]);
  });

  it("has a single run as it is", () => {
    expect(pointsOf([{ name: "one", runs: [runWith(1, 3)] }])).toEqual([
      { group: "one", transitions: 100, welfare: 1, low: 1, high: 1 },
      { group: "one", transitions: 200, welfare: 3, low: 3, high: 3 },
    ]);
  });

  it("thins what is longer than can be seen, and keeps the end", () => {
    const points = pointsOf([
      { name: "long", runs: [runWith(...Array.from({ length: 1000 }, (_, i) => i))] },
    ]);
    expect(points).toHaveLength(200);
    expect(points.at(-1)).toMatchObject({ transitions: 100_000, welfare: 999 });
  });

  it("draws a line and a band a group, with a legend of them", async () => {
    const groups = ["first", "second"].map((name) => ({ name, runs: [runWith(1, 2), runWith(3, 5)] }));
    const svg = await renderSvg(comparedCurvesFigure(HEADING, groups)!);
    expect(texts(svg)).toEqual(expect.arrayContaining(["Welfare", "of some runs", "first", "second"]));
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(2);
    expect(svg.match(/aria-roledescription="area mark"/g)).toHaveLength(2);
  });

  it("is nothing where no run knows its welfare", () => {
    expect(comparedCurvesFigure(HEADING, [{ name: "none", runs: [runWith(null, null)] }])).toBeNull();
    expect(comparedCurvesFigure(HEADING, [])).toBeNull();
  });
});
