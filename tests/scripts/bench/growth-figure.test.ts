import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { renderSvg } from "../../../client/figures/rendering.js";
import { drawGrowth } from "../../../scripts/bench/growth.js";
import { growthFigure } from "../../../scripts/bench/growth-figure.js";

const point = (sweep: string, k: number, n: number, N: number, transitionsPerSecond: number) => ({
  bench: "growth",
  ...{ engine: "compiled", sweep, k, n, N, transitionsPerSecond },
});

const ROWS = [
  ...[10, 100, 1000, 10_000].map((n) => point("n", 5, n, 40, 30_000 / Math.sqrt(n))),
  ...[1, 2, 5, 10, 25, 50].map((k) => point("k", k, 100, 8 * k, 5000)),
  ...[10, 20, 40, 80, 160].map((N) => point("N", 5, 100, N, 3000)),
];

it("has a panel for each thing that grows, and the values it grew to", async () => {
  const svg = await renderSvg(growthFigure(ROWS));
  for (const title of ["agents n", "representatives k", "environments N", "transitions per second"]) {
    expect(svg).toContain(title);
  }
  for (const value of ["10,000", "1,000", "25", "160"]) expect(svg).toContain(`>${value}</text>`);
});

it("is drawn as PNG, in a folder that is made if need be", async () => {
  const folder = await mkdtemp(join(tmpdir(), "caucus-growth-"));
  try {
    const file = join(folder, "docs", "growth.png");
    await drawGrowth(ROWS, file);
    expect((await readFile(file)).subarray(1, 4).toString()).toBe("PNG");
  } finally {
    await rm(folder, { recursive: true });
  }
});
