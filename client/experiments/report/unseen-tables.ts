import { escapeHtml } from "../../base/escape-html.js";
import { htmlList, htmlTable } from "../../html/elements.js";
import type { Outcome } from "../execute/outcomes.js";
import type { PolicyBudget } from "../plan/experiment-definition.js";
import type { Grid } from "../plan/grid.js";
import { findsCount, hasPrototypes } from "../plan/variants.js";
import { budgetNotes } from "./budget-note.js";
import { cellText } from "./cell-text.js";
import type { GridResults } from "./grid-results.js";
import { missingRuns } from "./missing-runs.js";
import { framesText } from "./run-panels.js";
import type { TableCell } from "./tables.js";
import { csvText, markdownTable, type TableValue } from "./text-table.js";
import { choiceResults, choices, choiceText, type UnseenCell, unseenCells } from "./unseen-cells.js";

/** A table for people. */
export interface ReadableTable {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

const plain = (text: string): TableCell => ({ text, bold: false });

/** All tables of an experiment on test agents; the first has the paper's form. */
export function unseenTables(grid: Grid, cells: readonly UnseenCell[]): ReadableTable[] {
  const { published } = grid.definition.unseen!;
  return [...(published.length > 0 ? [publishedTable(grid, cells)] : []), choiceTable(grid, cells)];
}

/** Zero-shot returns by frames, ours above published ones, with a row for each method. */
function publishedTable({ definition }: Grid, cells: readonly UnseenCell[]): ReadableTable {
  const totals = [...new Set(definition.budgets.map(({ frames }) => frames!))];
  const ours = definition.algorithms.map((algorithm) => [
    plain(algorithm),
    ...totals.map((frames) => {
      const rivals = cells.filter(({ budget }) => budget.frames === frames);
      const cell = rivals.find((rival) => rival.algorithm === algorithm)!;
      return { text: cellText(cell.choices[0], cell.finished, cell.planned), bold: isBest(cell, rivals) };
    }),
  ]);
  const { published } = definition.unseen!;
  const theirs = [...new Set(published.map(({ method }) => method))].map((method) => [
    plain(`${definition.paper}: ${method}`),
    ...totals.map((frames) => {
      const found = published.find((row) => row.method === method && row.frames === frames);
      return plain(found ? `${found.mean.toFixed(2)} ± ${found.standardError.toFixed(2)}` : "–");
    }),
  ]);
  const header = ["method", ...totals.map((frames) => `${framesText(frames)} frames`)];
  return { title: "Zero-shot return, ours and as published", header, rows: [...ours, ...theirs] };
}

/** Whether a cell has the highest zero-shot return. */
function isBest(cell: UnseenCell, rivals: readonly UnseenCell[]): boolean {
  const [{ mean }] = cell.choices;
  return mean !== null && rivals.every(({ choices: [other] }) => other.mean === null || other.mean <= mean);
}

/** A table of all choices, with a row for each algorithm and budget. */
function choiceTable({ definition }: Grid, cells: readonly UnseenCell[]): ReadableTable {
  const { fewShotEpisodes, accuracy } = definition.unseen!;
  const header = ["method", "k", "ε", "frames", ...choices(fewShotEpisodes).map(choiceText)];
  const rows = cells.map((cell) => [
    plain(cell.algorithm),
    plain(cell.policies === null ? `${cell.budget.representatives}` : String(round(cell.policies))),
    plain(hasPrototypes(definition.variants![cell.algorithm]) ? `${cell.budget.epsilon}` : "–"),
    plain(framesText(cell.budget.frames!)),
    ...cell.choices.map((choice) => plain(cellText(choice, cell.finished, cell.planned))),
    plain(cell.choices[0].nearBestKnown === null ? "–" : percent(cell.choices[0].nearBestKnown)),
  ]);
  return {
    title: "Return on unseen tasks, by how a policy is chosen",
    header: [...header, `zero-shot within ${accuracy} of the best known`],
    rows,
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}

/** Notes on reading the tables. */
export function unseenNotes({ scale, seeds, definition }: Grid): string[] {
  const { testAgents, accuracy, published } = definition.unseen!;
  const counting = definition.algorithms.filter((name) => findsCount(definition.variants![name]));
  const fewer = `k of ${counting.join(" and ")} is an outcome, here in the mean over runs; fewer policies share the same frames.`;
  const spread = seeds > 1 ? "mean ± standard error over seeds" : "a single seed, without a standard error";
  const notes = [
    `Mean return of ${testAgents} tasks that were not trained for, policies on their modes; ${spread}. Standard errors over tasks are in choices.csv.`,
    "Zero-shot: the policy of the nearest prototype or, with learnt assignments, of the nearest training task. Few-shot: the best policy over m episodes of each, evaluated on other episodes. Best of k: the best policy on the evaluation's own episodes, which no choice can beat.",
    `Best known is the highest mean return that any policy of any run here with the same seed, and so the same tasks, has for a task; ${accuracy} below it counts as near.`,
    ...(counting.length > 0 ? [fewer] : []),
  ];
  if (published.length === 0) return notes;
  return [
    ...notes,
    `Figures of ${definition.paper} are theirs, with K, ε and tasks that are not published: they say what is reached, and are not to be compared row by row.`,
    ...(scale === 1
      ? []
      : [`Theirs are after the frames that columns name, ours after ${scale} times as many.`]),
  ];
}

/** The tables as Markdown, with a list of missing runs. */
export function unseenMarkdown(
  grid: Grid,
  outcomes: readonly Outcome[],
  cells: readonly UnseenCell[],
): string {
  const tables = unseenTables(grid, cells).map(({ title, header, rows }) => {
    const body = rows.map((row) => row.map(({ text, bold }) => (bold ? `**${text}**` : text)));
    return `## ${title}\n\n${markdownTable(header, body)}`;
  });
  const notes = [...unseenNotes(grid), ...missingRuns(outcomes)].map((note) => `- ${note}`);
  return `${[
    `# ${grid.experiment}: ${grid.definition.title}`,
    `${budgetNotes(grid, outcomes).join("; ")}.`,
    ...tables,
    notes.join("\n"),
  ].join("\n\n")}\n`;
}

const CELL_COLUMNS = ["experiment", "environment", "algorithm", "k", "n", "frames", "epsilon", "scale"];

function cellValues(
  { experiment, scale }: Grid,
  environment: string,
  algorithm: string,
  budget: PolicyBudget,
) {
  const { representatives, agents, frames = null, epsilon = null } = budget;
  return [experiment, environment, algorithm, representatives, agents, frames, epsilon, scale];
}

/** A CSV with a row for every choice, algorithm and budget, and for each published return. */
export function unseenCsv(grid: Grid, cells: readonly UnseenCell[]): string {
  const rows = cells.flatMap((cell) =>
    cell.choices.map(({ name, episodes, mean, standardError, nearBestKnown }): TableValue[] => [
      ...cellValues(grid, cell.environment, cell.algorithm, cell.budget),
      ...[cell.policies, name, episodes, cell.finished, cell.planned],
      ...[mean, standardError, nearBestKnown, "here"],
    ]),
  );
  const { paper = null, unseen } = grid.definition;
  const published = unseen!.published.map(({ method, frames, mean, standardError }): TableValue[] => [
    ...[grid.experiment, grid.definition.environments[0], method, null, null, frames, null, null],
    ...[null, "zero-shot", null, null, null, mean, standardError, null, paper],
  ]);
  const columns = ["policies", "choice", "few_shot_episodes", "runs", "runs_planned"];
  const values = ["mean", "standard_error", "near_best_known", "source"];
  return csvText([...CELL_COLUMNS, ...columns, ...values], [...rows, ...published]);
}

/** A CSV with a row for every choice in every finished run. */
export function choicesCsv(grid: Grid, outcomes: readonly Outcome[]): string {
  const results = choiceResults(grid, outcomes);
  const rows = outcomes.flatMap(({ run, summary }) =>
    (results.get(run.name) ?? []).map((result): TableValue[] => [
      ...cellValues(grid, run.environment, run.algorithm, run.budget),
      ...[run.seed, summary!.utilities.length, result.name, result.episodes, summary!.unseen!.episodes],
      ...[result.mean, result.standardError, result.nearBest, result.nearBestKnown, `runs/${run.name}`],
    ]),
  );
  const columns = ["seed", "policies", "choice", "few_shot_episodes", "episodes"];
  const values = ["mean", "standard_error_over_tasks", "near_best_of_run", "near_best_known", "run"];
  return csvText([...CELL_COLUMNS, ...columns, ...values], rows);
}

/** Tables, as files. */
export function unseenFiles({ grid, outcomes }: GridResults): Record<string, string> {
  const cells = unseenCells(grid, outcomes);
  return {
    "summary.md": unseenMarkdown(grid, outcomes, cells),
    "summary.csv": unseenCsv(grid, cells),
    "choices.csv": choicesCsv(grid, outcomes),
  };
}

/** Tables, in a report. */
export function unseenSections({ grid, outcomes }: GridResults): string[] {
  const tables = unseenTables(grid, unseenCells(grid, outcomes));
  return [
    ...tables.map(({ title, header, rows }) => `<h2>${escapeHtml(title)}</h2>\n${htmlTable(header, rows)}`),
    htmlList(unseenNotes(grid), "notes"),
  ];
}
