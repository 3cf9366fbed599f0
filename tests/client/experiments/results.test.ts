import { describe, expect, it } from "vitest";
import { planGrid } from "../../../client/experiments/plan/grid.js";
import type { GridRequest } from "../../../client/experiments/plan/grid-request.js";
import { compareAlgorithms } from "../../../client/experiments/report/comparison.js";
import { evaluationTable } from "../../../client/experiments/report/evaluation-table.js";
import { formOf } from "../../../client/experiments/report/forms.js";
import { experimentReport } from "../../../client/experiments/report/report.js";
import { renderSvg } from "../../../client/figures/rendering.js";
import { texts } from "../figures/svg.js";
import { outcomesWith } from "./outcomes.js";

const REQUEST: GridRequest = {
  experiment: "results",
  scale: 1,
  seeds: 2,
  environments: ["resource-gathering"],
  settings: {},
};
const WELFARE = { auto: [88, 86], em: [84, 85], "end-to-end": ["lost", null] };

/** What became of a grid, whose runs have these welfares on the modes and 1 less with sampled actions. */
function resultsOf(more: Partial<GridRequest> = {}) {
  const grid = planGrid({ ...REQUEST, ...more });
  const outcomes = outcomesWith(grid, WELFARE).map((outcome) => {
    const { summary } = outcome;
    if (summary === null) return outcome;
    const stochasticWelfare = { ...summary.welfare, mean: summary.welfare.mean - 1 };
    return { ...outcome, summary: { ...summary, stochasticWelfare } };
  });
  return { grid, outcomes, comparisons: compareAlgorithms(grid, outcomes), parameters: new Map() };
}

describe("evaluationTable", () => {
  it("has welfare by how policies act, beside the best known and the authors' code", () => {
    const { grid, outcomes } = resultsOf();
    const { header, rows } = evaluationTable(grid, outcomes);
    expect(header).toEqual([
      ...["environment", "k", "n", "algorithm", "transitions each"],
      ...["welfare, on the modes", "with sampled actions", "best known"],
      "authors' code (at scale 1; its training returns, one seed)",
    ]);
    const setting = (algorithm: string) => ["resource-gathering", "3", "25", algorithm, "204.8k"];
    expect(rows).toEqual([
      [...setting("auto"), "87.00 ± 1.00", "86.00 ± 1.00", "89.28", "–"],
      [...setting("em"), "84.50 ± 0.50", "83.50 ± 0.50", "89.28", "82.6"],
      [...setting("end-to-end"), "–", "–", "89.28", "86.2"],
    ]);
  });

  it("says how long runs are at the scale, and has no column for what the authors have not run", () => {
    const long = resultsOf({ experiment: "results-long", scale: 0.01, environments: undefined, seeds: 1 });
    const { header, rows } = evaluationTable(long.grid, []);
    expect(header.at(-1)).toBe("best known");
    expect(rows).toHaveLength(15);
    expect(rows[0]).toEqual(["resource-gathering", "2", "25", "auto", "10k", "–", "–", "86.00"]);
    expect(rows[14]).toEqual(["half-cheetah", "5", "100", "end-to-end", "3.072k", "–", "–", "–"]);
  });
});

describe("what is written of results", () => {
  it("has both tables, and the transitions of each environment", async () => {
    const results = resultsOf({ environments: undefined });
    const files = formOf(results).files(results);
    expect(files["summary.md"]).toContain(
      "\n204,800 and 153,600 transitions per representative (all of them); 2 seeds (in full: 6)",
    );
    expect(files["summary.md"]).toContain("| resource-gathering | 3 | 25 | **87.00 ± 1.00** |");
    expect(files["summary.md"]).toContain(
      "| resource-gathering | 3 | 25 | em | 204.8k | 84.50 ± 0.50 | 83.50 ± 0.50 |",
    );
    const planned = files["summary.csv"]
      .trim()
      .split("\n")
      .slice(1)
      .map((row) => row.split(",")[6]);
    expect(planned).toEqual([...Array(3).fill("204800"), ...Array(3).fill("153600")]);
    const html = await experimentReport(results, "<svg></svg>", "caucus experiment results");
    expect(html).toContain("<h2>How policies act</h2>");
    expect(html).toContain("results, not in the paper. Expected finding:");
  });

  it("shows the best that is possible only of the environment where it is known", async () => {
    const results = resultsOf({ environments: undefined });
    const written = texts(await renderSvg(formOf(results).figure(results)));
    expect(written.filter((text) => text.startsWith("optimum"))).toEqual(["optimum for k = n: 93.6"]);
  });
});
