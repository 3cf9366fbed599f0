import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drawFigures } from "../../../client/figures/figures.js";
import type { FigureRun } from "../../../client/figures/run.js";
import { GRAND_TOUR, gatheringRun, TOURS, velocityRun } from "./fake-run.js";

const PNG_SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "figures-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function draw(run: FigureRun): Promise<string[]> {
  const warn = vi.spyOn(console, "warn");
  const files = await drawFigures(run, join(directory, "figures"));
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
  return files.map((file) => basename(file));
}

describe("drawFigures", () => {
  it("draws Resource Gathering with its paths first", async () => {
    const names = ["paths", "welfare", "assignment"];
    expect(await draw(gatheringRun(TOURS))).toEqual(names.flatMap((name) => [`${name}.png`, `${name}.svg`]));
  });

  it("draws velocities with their histogram first", async () => {
    const names = ["histogram", "welfare", "assignment"];
    expect(await draw(velocityRun(5, 100))).toEqual(names.flatMap((name) => [`${name}.png`, `${name}.svg`]));
  });

  it("writes what it says, as SVG and PNG", async () => {
    const files = await drawFigures(gatheringRun(TOURS), directory);
    expect((await readdir(directory)).sort()).toEqual(files.map((file) => basename(file)).sort());
    for (const file of files) {
      const bytes = await readFile(file);
      if (file.endsWith(".png")) expect(bytes.subarray(0, 8)).toEqual(PNG_SIGNATURE);
      else expect(bytes.toString()).toMatch(/^<svg .*<\/svg>$/s);
    }
  });

  it("draws the PNG at twice the size", async () => {
    await draw(velocityRun(2, 10));
    const png = await readFile(join(directory, "figures", "welfare.png"));
    const svg = await readFile(join(directory, "figures", "welfare.svg"), "utf8");
    // PNG, section 11.2.2: IHDR holds the width in its first four bytes.
    expect(png.readUInt32BE(16)).toBe(2 * Number(/width="(\d+)"/.exec(svg)![1]));
  });

  it("draws the same bytes again", async () => {
    const [first, second] = [join(directory, "first"), join(directory, "second")];
    const files = await drawFigures(gatheringRun(TOURS), first);
    await drawFigures(gatheringRun(TOURS), second);
    for (const file of files) {
      expect(await readFile(join(second, basename(file)))).toEqual(await readFile(file));
    }
  });

  it("draws nothing of a run that has not begun", async () => {
    expect(await draw({ ...gatheringRun(TOURS), metrics: [], summary: null })).toEqual([]);
  });

  it("draws what evaluation found, without metrics", async () => {
    expect(await draw({ ...gatheringRun(TOURS), metrics: [] })).toEqual(["paths.png", "paths.svg"]);
  });

  it("draws a run that was not evaluated", async () => {
    const names = ["welfare.png", "welfare.svg", "assignment.png", "assignment.svg"];
    expect(await draw({ ...gatheringRun(TOURS), summary: null })).toEqual(names);
  });

  it.each([
    ["one representative", gatheringRun([GRAND_TOUR])],
    ["fifty", velocityRun(50, 1000, 300)],
    ["fifty where half serve nobody", gatheringRun(Array.from({ length: 50 }, (_, j) => TOURS[j % 3]))],
    ["one iteration", velocityRun(3, 30, 1)],
    ["one agent", velocityRun(1, 1)],
  ])("draws %s", async (_, run) => {
    expect(await draw(run)).toHaveLength(6);
  });

  it.each([
    ["a run that was stopped", { ...gatheringRun(TOURS).summary!, finished: false }],
    ["a run that was not evaluated", null],
  ])("calls %s unfinished", async (_, summary) => {
    await draw({ ...gatheringRun(TOURS), summary });
    for (const name of await readdir(join(directory, "figures"))) {
      if (!name.endsWith(".svg")) continue;
      const svg = await readFile(join(directory, "figures", name), "utf8");
      expect(svg).toContain(">resource-gathering, em, k = 3, unfinished<");
    }
  });
});
