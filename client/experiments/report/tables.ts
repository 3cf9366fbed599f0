import { agentsWelfare } from "../../learner/welfare/agents-welfare.js";
import { distributionOf } from "../../ops/distribution.js";
import { type Outcome, secondsOf, transitionsOf } from "../execute/outcomes.js";
import type { Grid } from "../plan/grid.js";
import { budgetNotes } from "./budget-note.js";
import { cellText } from "./cell-text.js";
import type { Comparison } from "./comparison.js";
import type { GridResults } from "./grid-results.js";
import { missingRuns } from "./missing-runs.js";
import { MIN_PAIRS } from "./statistics.js";
import { csvText, markdownTable } from "./text-table.js";

const RUN_COLUMNS = [
  "experiment",
  "environment",
  "algorithm",
  "k",
  "n",
  "seed",
  "scale",
  "transitions",
  "transitions_planned",
  "welfare",
  "standard_error",
  "sampled_welfare",
  "worst_agent",
  "percentile_10",
  "gini",
  "seconds",
  "status",
  "cause",
  "run",
];

/** A CSV with a row for each run. */
export function runsCsv({ experiment, scale }: Grid, outcomes: readonly Outcome[]): string {
  const rows = outcomes.map((outcome) => {
    const { run, summary, status, cause } = outcome;
    const { environment, algorithm, budget, seed, name } = run;
    const spread = summary && distributionOf(agentsWelfare(summary));
    return [
      ...[experiment, environment, algorithm, budget.representatives, budget.agents, seed, scale],
      ...[transitionsOf(outcome), run.transitions],
      ...[summary?.welfare.mean ?? null, summary?.welfare.standardError ?? null],
      summary?.stochasticWelfare.mean ?? null,
      ...[spread?.worst ?? null, spread?.percentile10 ?? null, spread?.gini ?? null],
      ...[Number(secondsOf(outcome).toFixed(1)), status, cause, `runs/${name}`],
    ];
  });
  return csvText(RUN_COLUMNS, rows);
}

const SUMMARY_COLUMNS = [
  "experiment",
  "environment",
  "k",
  "n",
  "algorithm",
  "scale",
  "transitions_planned",
  "runs",
  "runs_planned",
  "mean",
  "standard_error",
  "worst_agent",
  "best_or_not_worse",
  "p_value",
];

/** A CSV with a row for every algorithm in every setting. */
export function summaryCsv({ experiment, scale, runs }: Grid, comparisons: readonly Comparison[]): string {
  const rows = comparisons.flatMap(({ environment, budget, planned, cells }) => {
    const { transitions } = runs.find((run) => run.environment === environment && run.budget === budget)!;
    return cells.map((cell) => [
      ...[experiment, environment, budget.representatives, budget.agents, cell.algorithm, scale, transitions],
      ...[cell.finished, planned, cell.mean, cell.standardError, cell.worstAgent],
      ...[String(cell.leading), cell.pValue],
    ]);
  });
  return csvText(SUMMARY_COLUMNS, rows);
}

/**
 * The summary as Markdown, with a list of missing runs.
 * @param more - further tables, in Markdown
 */
export function summaryMarkdown(
  { grid, outcomes, comparisons }: GridResults,
  more: readonly string[],
): string {
  const { header, rows } = summaryTable(grid, comparisons);
  const body = rows.map((row) => row.map(({ text, bold }) => (bold ? `**${text}**` : text)));
  const notes = [...tableNotes(grid, comparisons), ...missingRuns(outcomes)];
  return `${[
    `# ${grid.experiment}: ${grid.definition.title}`,
    `${budgetNotes(grid, outcomes).join("; ")}.`,
    markdownTable(header, body),
    ...more,
    notes.map((note) => `- ${note}`).join("\n"),
  ].join("\n\n")}\n`;
}

/** A cell of the summary table. */
export interface TableCell {
  readonly text: string;
  readonly bold: boolean;
}

/** The summary table, with a row for each setting and a column for each algorithm. */
export function summaryTable({ definition }: Grid, comparisons: readonly Comparison[]) {
  const header = ["environment", "k", "n", ...definition.algorithms];
  const plain = (value: string | number): TableCell => ({ text: String(value), bold: false });
  const rows = comparisons.map(({ environment, budget, planned, cells }) => [
    plain(environment),
    plain(budget.representatives),
    plain(budget.agents),
    ...cells.map((cell): TableCell => ({ text: cellText(cell, cell.finished, planned), bold: cell.leading })),
  ]);
  return { header, rows };
}

/** Notes on reading the table. */
export function tableNotes({ seeds, definition }: Grid, comparisons: readonly Comparison[]): string[] {
  const spread = seeds > 1 ? "mean ± standard error over seeds" : "a single seed, without a standard error";
  const notes = [
    `Welfare is each agent's mean return from its representative, policies on their modes; ${spread}.`,
  ];
  if (definition.algorithms.length > 1) {
    notes.push(
      "Bold: the best, and what is not significantly worse (paired one-sided t-test by seed, 5 %; several comparisons are not corrected for).",
    );
  }
  if (comparisons.some(({ tooFewSeeds }) => tooFewSeeds)) {
    notes.push(
      `Too few seeds for a test in some rows (${MIN_PAIRS} pairs are needed): there only the best mean is bold.`,
    );
  }
  if (definition.budgets.some(({ representatives: k, agents }) => k === 1 || k === agents)) {
    notes.push(
      "With one policy, or one for every agent, there is nothing to assign: all algorithms are the same run.",
    );
  }
  return notes;
}
