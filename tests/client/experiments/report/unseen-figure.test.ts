import { expect, it, vi } from "vitest";
import type { Outcome } from "../../../../client/experiments/execute/outcomes.js";
import type { Grid } from "../../../../client/experiments/plan/grid.js";
import { compareAlgorithms } from "../../../../client/experiments/report/comparison.js";
import { formOf } from "../../../../client/experiments/report/forms.js";
import { experimentReport } from "../../../../client/experiments/report/report.js";
import { renderSvg } from "../../../../client/figures/rendering.js";
import { count, texts } from "../../figures/svg.js";
import { unseenGrid, unseenOutcomes } from "../unseen-outcomes.js";

/** An episode to choose by and one to judge by, of one policy and two agents. */
const returns = (mean: number) => [
  [
    [0, 0],
    [mean - 1, mean + 1],
  ],
];

const resultsOf = (grid: Grid, outcomes: readonly Outcome[]) => ({
  ...{ grid, outcomes, comparisons: compareAlgorithms(grid, outcomes), parameters: new Map() },
});

/** Middles of the points in an SVG, as written. */
function pointHeights(svg: string): number[] {
  const points = [...svg.matchAll(/translate\([\d.]+,([\d.]+)\)"[^>]*d="M[^"]*A[^"]*"/g)];
  return points.map(([, y]) => Number(y));
}

const figureOf = (...results: Parameters<typeof resultsOf>) => {
  const all = resultsOf(...results);
  return formOf(all).figure(all);
};

const clusterings = unseenGrid({ seeds: 1 });
const outcomes = unseenOutcomes(clusterings, { dbscan: [returns(-97.42)], em: [null] });

it("has methods here beside those published, on one scale", async () => {
  const warn = vi.spyOn(console, "warn");
  const svg = await renderSvg(figureOf(clusterings, outcomes));
  expect(texts(svg)).toEqual(
    expect.arrayContaining(["dbscan", "em", "Zero-shot, as published by Ge et al. 2025", "PACMAN", "6M"]),
  );
  expect(texts(svg).join(" ")).toContain("1 of 2 runs finished");
  // One of ours, five of theirs at 6M frames, and the legend's, a square; PACMAN's is as high as ours.
  const heights = pointHeights(svg);
  expect(heights).toHaveLength(6);
  expect(heights.filter((y) => Math.abs(y - heights[0]) < 0.01)).toHaveLength(2);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});

it.each([
  ["committee-k", "policies k", ["1", "2", "3", "4", "5"]],
  ["committee-epsilon", "ε, m/s", ["0.1", "0.2", "0.3", "0.5", "0.8"]],
  ["committee-few-shot", "How a policy is chosen", ["zero-shot", "m = 1", "best of k"]],
] as const)("%s has what it varies along x", async (experiment, title, labels) => {
  const grid = unseenGrid({ experiment, seeds: 1, algorithms: ["em"] });
  const svg = await renderSvg(figureOf(grid, unseenOutcomes(grid, { em: [returns(-50)] })));
  expect(texts(svg)).toEqual(expect.arrayContaining([title, ...labels]));
});

it("has nothing to draw before a run is finished", async () => {
  const none = unseenOutcomes(clusterings, { dbscan: [null], em: [null] });
  expect(pointHeights(await renderSvg(figureOf(clusterings, none)))).toHaveLength(5);
});

it("the report has both tables, and every run's curves", async () => {
  const html = await experimentReport(resultsOf(clusterings, outcomes), "<svg />", "caucus experiment x");
  expect(html).toContain("committee-clusterings, after Ge et al. 2025. The paper finds: ");
  expect(html).toContain("<h2>Zero-shot return, ours and as published</h2>");
  expect(html).toContain("<h2>Return on unseen tasks, by how a policy is chosen</h2>");
  expect(html).toContain("half-cheetah-velocity, k = 5, n = 50, 6M frames, ε = 0.3");
  expect(html).toContain("Theirs are after the frames that columns name, ours after 0.01 times as many.");
  expect(count(html, "<td>half-cheetah-velocity-")).toBe(2);
});
