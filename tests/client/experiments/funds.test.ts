import { expect, it } from "vitest";
import type { Outcome } from "../../../client/experiments/execute/outcomes.js";
import { planGrid } from "../../../client/experiments/plan/grid.js";
import { compareAlgorithms } from "../../../client/experiments/report/comparison.js";
import { formOf } from "../../../client/experiments/report/forms.js";
import { fundsTable } from "../../../client/experiments/report/funds-table.js";
import { gatheringRun, TOURS } from "../figures/fake-run.js";

const grid = planGrid({
  experiment: "portfolio-gap",
  scale: 1,
  seeds: 2,
  algorithms: ["auto", "em"],
  representatives: [1, 2],
  settings: {},
});

/** What the best two funds have is 8, one has 6; runs of auto have 7 and 7.5, those of em 7 and 7. */
const outcomes = grid.runs.map((run): Outcome => {
  const { metrics, summary, trajectories } = gatheringRun(TOURS, 3);
  const one = run.budget.representatives === 1;
  const best = one ? 6 : 8;
  const expected = one ? 5.4 : run.algorithm === "auto" && run.seed === 102 ? 7.5 : 7;
  const funds = { single: 6, best, expected, closed: one ? null : (expected - 6) / 2 };
  return { run, status: "finished", cause: "", metrics, summary: { ...summary!, funds }, trajectories };
});

it("has seeds that no setting was chosen on", () => {
  expect(new Set(grid.runs.map(({ seed }) => seed))).toEqual(new Set([101, 102]));
  expect(grid.runs[0].name).toBe("portfolio-single-k1-n50-seed101");
});

it("has a table of what is lost and of the way that is closed", () => {
  const { header, rows } = fundsTable(grid, outcomes);
  expect(header.slice(4)).toEqual([
    "best single fund",
    "best k funds",
    "expected welfare",
    "lost, % of the best k funds'",
    "way from one fund to k closed, %",
  ]);
  const of = (k: number, algorithm: string) => rows.find((row) => row[1] === `${k}` && row[3] === algorithm)!;
  expect(of(1, "em").slice(4)).toEqual([
    "6.000 ± 0.000",
    "6.000 ± 0.000",
    "5.400 ± 0.000",
    "10.00 ± 0.00",
    "–",
  ]);
  // Lost are 12.5 and 6.25 %, closed are 50 and 75 %.
  expect(of(2, "auto").slice(4)).toEqual([
    ...["6.000 ± 0.000", "8.000 ± 0.000", "7.250 ± 0.250"],
    ...["9.38 ± 3.13", "62.5 ± 12.5"],
  ]);
});

it("draws what is lost by k", () => {
  const comparisons = compareAlgorithms(grid, outcomes);
  const results = { grid, outcomes, comparisons, parameters: new Map() };
  const text = JSON.stringify(formOf(results).figure(results));
  expect(text).toContain("welfare lost, % of the best k funds'");
  expect(text).toContain('"mean":9.375');
});
