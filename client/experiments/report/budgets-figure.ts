import type { TopLevelSpec } from "vega-lite";
import { budgetWelfareFigure } from "../../figures/budget-welfare.js";
import { bestKnownWelfare } from "../../run/best-known.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import { type GridResults, resultsHeading } from "./grid-results.js";

/** The mean over seeds of each algorithm, by k. */
export function budgetsFigure(results: GridResults): TopLevelSpec {
  const { grid, comparisons } = results;
  const { environments, algorithms } = grid.definition;
  const panels = environments.map((environment) => {
    const own = comparisons.filter((comparison) => comparison.environment === environment);
    const points = own.flatMap(({ budget, cells, planned }) =>
      cells.flatMap(({ algorithm, mean, standardError, finished }) =>
        mean === null ? [] : [{ ...budget, algorithm, mean, standardError, complete: finished === planned }],
      ),
    );
    const [{ agents }] = budgetsOf(grid.definition, environment);
    return { title: environment, points, optimum: bestKnownWelfare(environment, agents, agents) };
  });
  return budgetWelfareFigure(resultsHeading(results), panels, algorithms);
}
