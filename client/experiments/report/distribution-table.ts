import { agentsWelfare } from "../../learner/welfare/agents-welfare.js";
import { type Distribution, distributionOf } from "../../ops/distribution.js";
import type { Summary } from "../../records/records.js";
import type { Outcome } from "../execute/outcomes.js";
import type { Grid } from "../plan/grid.js";
import { meanText } from "./mean-text.js";
import { settingRows } from "./setting-rows.js";
import type { TextTable } from "./text-table.js";

const COLUMNS = ["mean", "worst agent", "10th percentile", "Gini coefficient"];

/** How welfare is spread over agents, a row a setting and what is compared in it; a dash where no run finished. */
export function distributionTable(grid: Grid, outcomes: readonly Outcome[]): TextTable {
  return settingRows(grid, outcomes, COLUMNS, spreadTexts);
}

function spreadTexts(summaries: readonly Summary[]): string[] {
  const spreads = summaries.map((summary) => distributionOf(agentsWelfare(summary)));
  const column = (name: keyof Distribution) => spreads.map((spread) => spread[name]);
  return [
    meanText(
      summaries.map(({ welfare }) => welfare.mean),
      2,
    ),
    meanText(column("worst"), 2),
    meanText(column("percentile10"), 2),
    meanText(column("gini"), 3),
  ];
}
