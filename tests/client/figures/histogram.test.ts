import { describe, expect, it } from "vitest";
import { histogramFigure } from "../../../client/figures/histogram.js";
import { representativeColors } from "../../../client/figures/palette.js";
import { renderSvg } from "../../../client/figures/rendering.js";
import type { FigureRun } from "../../../client/figures/run.js";
import { gatheringRun, TOURS, velocityRun } from "./fake-run.js";
import { count, texts } from "./svg.js";

/** A run whose agents want these velocities. */
function runOf(targets: number[], assignment: number[]): FigureRun {
  const run = velocityRun(2, targets.length, 1);
  return { ...run, summary: { ...run.summary!, agentParameters: targets.map((v) => [v]), assignment } };
}

interface Bar {
  readonly start: number;
  readonly end: number;
  readonly representative: number;
  readonly agents: number;
}

function bars(run: FigureRun): Bar[] {
  const { data } = histogramFigure(run) as unknown as { data: { values: Bar[] } };
  return data.values;
}

describe("histogramFigure", () => {
  it("counts agents in 25 bins up to the highest target, rounded up", () => {
    // Bins of 0.1 m/s on [0, 2.5].
    const found = bars(runOf([0, 0.05, 0.06, 2.41], [0, 0, 1, 1]));
    expect(found.map(({ representative, agents }) => [representative, agents])).toEqual([
      [1, 2],
      [2, 1],
      [2, 1],
    ]);
    expect(found[0]).toMatchObject({ start: 0, end: 0.1 });
    expect(found[2].start).toBeCloseTo(2.4, 12);
    expect(found[2].end).toBeCloseTo(2.5, 12);
  });

  it("keeps to the environment's range, its end included", () => {
    const run = runOf([0.5, 4], [0, 1]);
    const parameter = { name: "target_velocity", unit: "m/s", minimum: 0, maximum: 4 };
    const found = bars({ ...run, config: { ...run.config, parameters: [parameter] } });
    expect(found.map(({ end }) => end)).toEqual([expect.closeTo(0.64, 12), expect.closeTo(4, 12)]);
  });

  it("names what agents differ in as the environment does", async () => {
    const run = runOf([0.5, 4], [0, 1]);
    const parameters = [{ name: "wanted_heat", unit: "°C", minimum: 0, maximum: 5 }];
    const svg = await renderSvg(histogramFigure({ ...run, config: { ...run.config, parameters } })!);
    expect(texts(svg)).toContain("wanted heat (°C)");
  });

  it("does without bounds that there are not", () => {
    const run = runOf([0.5, 4], [0, 1]);
    // As JSON has what is not finite.
    const parameters = [{ name: "wealth", unit: "€", minimum: 0, maximum: null as unknown as number }];
    const found = bars({ ...run, config: { ...run.config, parameters } });
    expect(found[1].end).toBeCloseTo(4, 12);
  });

  it("loses nobody", () => {
    expect(bars(velocityRun(50, 1000, 1)).reduce((sum, { agents }) => sum + agents, 0)).toBe(1000);
  });

  it("stacks the representatives of a bin in their colours", async () => {
    const svg = await renderSvg(histogramFigure(runOf([0.1, 0.1, 0.1, 0.9], [0, 1, 1, 1]))!);
    const [first, second] = representativeColors(2);
    // And one square each in the legend.
    expect(count(svg, `fill="${first}"`)).toBe(1 + 1);
    expect(count(svg, `fill="${second}"`)).toBe(2 + 1);
    expect(texts(svg)).toEqual(expect.arrayContaining(["agents", "θ"]));
  });

  it("is nothing for tiles, for several numbers, or before evaluation", () => {
    expect(histogramFigure(gatheringRun(TOURS))).toBeNull();
    const run = velocityRun(2, 2);
    expect(histogramFigure({ ...run, summary: null })).toBeNull();
    const agentParameters = [
      [1, 2],
      [2, 3],
    ];
    expect(histogramFigure({ ...run, summary: { ...run.summary!, agentParameters } })).toBeNull();
  });
});
