import { describe, expect, it } from "vitest";
import { renderSvg } from "../../../client/figures/rendering.js";
import { welfareFigure } from "../../../client/figures/welfare.js";
import { gatheringRun, TOURS, velocityRun } from "./fake-run.js";
import { texts } from "./svg.js";

const run = gatheringRun(TOURS);

/** Pixels from the top of the plot to a welfare, from where the axis has its labels. */
function heightOf(svg: string, welfare: number): number {
  const labels = [...svg.matchAll(/text-anchor="end" transform="translate\(-7,([\d.]+)\)"[^>]*>(\d+)</g)];
  const [[y0, v0], [y1, v1]] = labels.map(([, y, value]) => [Number(y), Number(value)]);
  // Labels are drawn 3 pixels below the height they mark.
  return y0 - 3 + ((y1 - y0) * (welfare - v0)) / (v1 - v0);
}

describe("welfareFigure", () => {
  it("has a dashed line at the best welfare known", async () => {
    const svg = await renderSvg(welfareFigure(run)!);
    const [, y] = /<line[^>]*translate\(600,([\d.]+)\)"[^>]*stroke-dasharray/.exec(svg)!;
    expect(Math.abs(Number(y) - heightOf(svg, 89.28))).toBeLessThan(1.1);
    expect(texts(svg)).toContain("best known 89.3");
  });

  it("has none where nothing is known", async () => {
    const svg = await renderSvg(welfareFigure(velocityRun(5, 100))!);
    expect(svg).not.toContain("stroke-dasharray");
    expect(texts(svg).join()).not.toContain("best known");
  });

  it("marks the evaluated welfare with its standard error", async () => {
    const welfare = { mean: 70, standardError: 5, episodes: 8 };
    const svg = await renderSvg(welfareFigure({ ...run, summary: { ...run.summary!, welfare } })!);
    expect(texts(svg)).toEqual(expect.arrayContaining(["evaluated", "70.0 ± 5.0"]));
    const [, y, length] = /<line[^>]*errorbar[^>]*translate\(600,([\d.]+)\)" x2="0" y2="-([\d.]+)"/.exec(
      svg,
    )!;
    expect(Math.abs(Number(y) - heightOf(svg, 65))).toBeLessThan(1.1);
    expect(Number(length)).toBeCloseTo(heightOf(svg, 65) - heightOf(svg, 75), 6);
  });

  it("draws the curve alone before evaluation", async () => {
    const svg = await renderSvg(welfareFigure({ ...run, summary: null })!);
    expect(texts(svg)).not.toContain("evaluated");
    expect(svg).toContain('aria-roledescription="line mark"');
  });

  it("names its axes", async () => {
    const written = texts(await renderSvg(welfareFigure(run)!));
    expect(written).toContain("transitions per representative");
    expect(written).toContain("welfare (mean return of agents)");
    expect(written).toContain("200k");
  });

  it("is nothing before the first iteration", () => {
    expect(welfareFigure({ ...run, metrics: [] })).toBeNull();
  });
});
