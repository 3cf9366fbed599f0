import { describe, expect, it } from "vitest";
import { representativeColors } from "../../../client/figures/palette.js";
import { pathsFigure } from "../../../client/figures/paths.js";
import { renderSvg } from "../../../client/figures/rendering.js";
import type { FigureRun } from "../../../client/figures/run.js";
import { GRAND_TOUR, gatheringRun, TOURS, velocityRun } from "./fake-run.js";
import { count, texts } from "./svg.js";

async function draw(run: FigureRun): Promise<string> {
  return renderSvg(pathsFigure(run)!);
}

describe("pathsFigure", () => {
  it("draws a map for every representative", async () => {
    const svg = await draw(gatheringRun(TOURS));
    expect(texts(svg).filter((text) => /^representative \d+$/.test(text))).toEqual([
      "representative 1",
      "representative 2",
      "representative 3",
    ]);
    expect(count(svg, 'aria-roledescription="rect mark"')).toBe(3 * 25);
  });

  it("says whom a representative serves, how long it takes and how well", async () => {
    const written = texts(await draw(gatheringRun(TOURS)));
    expect(written).toEqual(expect.arrayContaining(["10 agents, 12 steps", "welfare 88.0"]));
    expect(written).toEqual(expect.arrayContaining(["5 agents, 8 steps", "welfare 92.0"]));
  });

  it("shades the tiles it serves in its colour", async () => {
    const svg = await draw(gatheringRun(TOURS));
    expect(representativeColors(3).map((color) => count(svg, `fill="${color}"`))).toEqual([10, 5, 10]);
  });

  it("has an arrow for every step", async () => {
    const svg = await draw(gatheringRun(TOURS));
    expect(count(svg, 'aria-roledescription="point"')).toBe(12 + 8 + 12 + 3);
  });

  it("draws one map of one tour", async () => {
    const written = texts(await draw(gatheringRun([GRAND_TOUR])));
    expect(written).toEqual(expect.arrayContaining(["25 agents, 26 steps", "welfare 74.0"]));
  });

  it("says which representatives serve no agent", async () => {
    expect(texts(await draw(gatheringRun(TOURS)))).not.toContain("serves nobody");
    expect(texts(await draw(gatheringRun([...TOURS, TOURS[0]])))).toContain("serves nobody");
  });

  it("draws the representatives with most agents if there are many, and says how many", async () => {
    const run = gatheringRun([...new Array<string>(47).fill("UD"), ...TOURS]);
    const assignment = run.summary!.assignment.map((_, i) => 47 + (i % 3));
    const written = texts(await draw({ ...run, summary: { ...run.summary!, assignment } }));
    expect(written.filter((text) => text.startsWith("representative "))).toHaveLength(25);
    expect(written).toContain("representative 50");
    expect(written).toContain("resource-gathering, em, k = 50, 25 of 50 representatives");
  });

  it("is nothing elsewhere, or without walks", () => {
    expect(pathsFigure(velocityRun(2, 10))).toBeNull();
    const run = gatheringRun(TOURS);
    expect(pathsFigure({ ...run, trajectories: [{}, {}, {}] })).toBeNull();
    expect(pathsFigure({ ...run, trajectories: undefined })).toBeNull();
  });
});
