import type { Summary } from "../../records/records.js";
import type { Outcome } from "../execute/outcomes.js";
import type { Grid } from "../plan/grid.js";
import { meanText } from "./mean-text.js";
import { settingRows } from "./setting-rows.js";
import type { TextTable } from "./text-table.js";

const COLUMNS = [
  "best single fund",
  "best k funds",
  "expected welfare",
  "lost, % of the best k funds'",
  "way from one fund to k closed, %",
];

/** Expected welfare beside the best that one fund and k funds can reach, a row for every algorithm in every setting. */
export function fundsTable(grid: Grid, outcomes: readonly Outcome[]): TextTable {
  return settingRows(grid, outcomes, COLUMNS, (summaries) => {
    const funds = summaries.flatMap((summary) => summary.funds ?? []);
    const text = (name: "single" | "best" | "expected") =>
      meanText(
        funds.map((gap) => gap[name]),
        3,
      );
    const closed = funds.map((gap) => (gap.closed === null ? null : 100 * gap.closed));
    return [
      text("single"),
      text("best"),
      text("expected"),
      meanText(lossesOf(summaries), 2),
      meanText(closed, 1),
    ];
  });
}

/** What the funds of runs lose, in per cent of the welfare of the best k funds. */
export function lossesOf(summaries: readonly Summary[]): number[] {
  return summaries.flatMap(({ funds }) =>
    funds === undefined ? [] : [100 * (1 - funds.expected / funds.best)],
  );
}
