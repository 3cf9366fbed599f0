import type { Summary } from "../../records/records.js";
import { bestKnownWelfare } from "../../run/best-known.js";
import type { Outcome } from "../execute/outcomes.js";
import { lengthOf } from "../plan/experiment-definition.js";
import type { Grid } from "../plan/grid.js";
import { meanText } from "./mean-text.js";
import { settingRows } from "./setting-rows.js";
import type { TextTable } from "./text-table.js";

const COLUMNS = ["transitions each", "welfare, on the modes", "with sampled actions", "best known"];
const AUTHORS_COLUMN = "authors' code (at scale 1; its training returns, one seed)";

/**
 * Evaluated welfare by how policies act, a row for every algorithm in every setting, beside the best that is known and what
 * the authors' code reached. A dash where there is nothing.
 */
export function evaluationTable(grid: Grid, outcomes: readonly Outcome[]): TextTable {
  const { definition, scale } = grid;
  const { authors } = definition;
  const columns = authors === undefined ? COLUMNS : [...COLUMNS, AUTHORS_COLUMN];
  return settingRows(grid, outcomes, columns, (summaries, { environment, algorithm, budget }) => {
    const best = bestKnownWelfare(environment, budget.representatives, budget.agents);
    return [
      `${Number(((lengthOf(budget, definition) * scale) / 1000).toPrecision(4))}k`,
      ...evaluations(summaries),
      best?.toFixed(2) ?? "–",
      ...(authors === undefined ? [] : [authors[environment]?.[algorithm]?.toFixed(1) ?? "–"]),
    ];
  });
}

function evaluations(summaries: readonly Summary[]): string[] {
  return (["welfare", "stochasticWelfare"] as const).map((name) =>
    meanText(
      summaries.map((summary) => summary[name].mean),
      2,
    ),
  );
}
