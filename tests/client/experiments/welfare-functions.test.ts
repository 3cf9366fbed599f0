import { describe, expect, it } from "vitest";
import type { Outcome } from "../../../client/experiments/execute/outcomes.js";
import { compareAlgorithms } from "../../../client/experiments/report/comparison.js";
import { distributionTable } from "../../../client/experiments/report/distribution-table.js";
import { formOf } from "../../../client/experiments/report/forms.js";
import { experimentReport } from "../../../client/experiments/report/report.js";
import { renderSvg } from "../../../client/figures/rendering.js";
import { texts } from "../figures/svg.js";
import { outcomesWith, welfareGrid } from "./outcomes.js";

const grid = welfareGrid(2);

/** What representatives are worth is told here: of ten agents the first have what is given, and the others 50. */
function withValues(outcome: Outcome, ...first: number[]): Outcome {
  const { summary } = outcome;
  if (summary === null) return outcome;
  const values = Array.from({ length: 10 }, (_, i) => first[i] ?? 50);
  return { ...outcome, summary: { ...summary, assignment: values.map(() => 0), utilities: [values] } };
}

const outcomes = outcomesWith(grid, {
  utilitarian: [45, 47],
  egalitarian: [44, 44],
  nash: ["lost", null],
}).map((outcome) =>
  outcome.run.algorithm === "utilitarian"
    ? withValues(outcome, 50, 10 * outcome.run.seed, 40)
    : withValues(outcome, 41 + outcome.run.seed, 45),
);

it("distributionTable has means over seeds of how welfare is spread", () => {
  const { header, rows } = distributionTable(grid, outcomes);
  expect(header.slice(3)).toEqual(["variant", "mean", "worst agent", "10th percentile", "Gini coefficient"]);
  const setting = ["resource-gathering", "3", "25"];
  // Sorted, seed 0 has 0, 40, 50, … and seed 1 has 10, 40, 50, …: 0.9 of the way from the first to the second.
  // Gini: (−7 · 40 + 16 · 50) / (10 · 440) and (−9 · 10 − 7 · 40 + 16 · 50) / (10 · 450).
  expect(rows[0]).toEqual([
    ...setting,
    "utilitarian",
    "46.00 ± 1.00",
    "5.00 ± 5.00",
    "36.50 ± 0.50",
    "0.107 ± 0.011",
  ]);
  expect(rows[1].slice(3, 6)).toEqual(["egalitarian", "44.00 ± 0.00", "41.50 ± 0.50"]);
  expect(rows[2]).toEqual([...setting, "nash", "–", "–", "–", "–"]);
});

describe("what is written of the experiment", () => {
  const comparisons = compareAlgorithms(grid, outcomes);
  const results = { grid, outcomes, comparisons, parameters: new Map() };

  it("shows agents from the worst-off, a curve a welfare function", async () => {
    const spec = JSON.stringify(formOf(results).figure(results));
    // A mean over seeds of what agents at the same place have: 0 and 10, 40 and 40.
    expect(spec).toContain(
      '{"name":"utilitarian","agent":1,"welfare":5},{"name":"utilitarian","agent":2,"welfare":40}',
    );
    expect(spec).toContain('{"name":"egalitarian","agent":1,"welfare":41.5}');
    const written = texts(await renderSvg(formOf(results).figure(results))).join(" ");
    for (const text of [
      "agents, from the worst-off",
      "utilitarian",
      "1 % of the full 1,000,000",
      "in full: 10",
    ]) {
      expect(written).toContain(text);
    }
  });

  it("has the spread beside the means, and does not pass for the paper's", async () => {
    const markdown = formOf(results).files(results)["summary.md"];
    expect(markdown).toContain("| resource-gathering | 3 | 25 | utilitarian | 46.00 ± 1.00 | 5.00 ± 5.00 |");
    const html = await experimentReport(results, "<svg></svg>", "caucus experiment x");
    expect(html).toContain("<h2>Who has what</h2>");
    expect(html).toContain("welfare-functions, not in the paper. Expected finding:");
    expect(`${markdown}${html}`).not.toContain("paper:");
  });
});
