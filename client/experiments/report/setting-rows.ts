import type { Summary } from "../../records/records.js";
import type { Outcome } from "../execute/outcomes.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import { type Grid, trainedAlgorithm } from "../plan/grid.js";
import type { Setting } from "../plan/grid-run.js";
import { outcomesOf } from "./comparison.js";
import type { TextTable } from "./text-table.js";

/**
 * A table with a row for every algorithm, or variant, in every setting.
 * @param columns - titles of what follows the setting
 * @param cellsOf - texts of these columns, from the summaries of the setting's finished runs
 */
export function settingRows(
  { definition }: Grid,
  outcomes: readonly Outcome[],
  columns: readonly string[],
  cellsOf: (summaries: readonly Summary[], setting: Setting) => readonly string[],
): TextTable {
  const { environments, algorithms, variants } = definition;
  const rows = environments.flatMap((environment) =>
    budgetsOf(definition, environment).flatMap((budget) =>
      algorithms.map((algorithm) => {
        const own = outcomesOf(outcomes, environment, trainedAlgorithm(algorithm, budget), budget);
        const summaries = own.flatMap(({ summary }) => (summary === null ? [] : [summary]));
        const { representatives: k, agents: n } = budget;
        const cells = cellsOf(summaries, { environment, algorithm, budget });
        return [environment, `${k}`, `${n}`, algorithm, ...cells];
      }),
    ),
  );
  const compared = variants === undefined ? "algorithm" : "variant";
  return { header: ["environment", "k", "n", compared, ...columns], rows };
}
