import type { TopLevelSpec } from "vega-lite";
import { budgetWelfareFigure } from "../../figures/budget-welfare.js";
import { sampleMean } from "../../ops/sample-mean.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import { trainedAlgorithm } from "../plan/grid.js";
import { outcomesOf } from "./comparison.js";
import { lossesOf } from "./funds-table.js";
import { type GridResults, resultsHeading } from "./grid-results.js";

/** What each algorithm's funds lose beside the best k, by k: means over seeds. */
export function fundsFigure(results: GridResults): TopLevelSpec {
  const { grid, outcomes } = results;
  const { environments, algorithms } = grid.definition;
  const panels = environments.map((environment) => {
    const points = budgetsOf(grid.definition, environment).flatMap((budget) =>
      algorithms.flatMap((algorithm) => {
        const own = outcomesOf(outcomes, environment, trainedAlgorithm(algorithm, budget), budget);
        const losses = lossesOf(own.flatMap(({ summary }) => summary ?? []));
        if (losses.length === 0) return [];
        return [{ ...budget, algorithm, ...sampleMean(losses), complete: losses.length === grid.seeds }];
      }),
    );
    return { title: environment, points, optimum: null };
  });
  return budgetWelfareFigure(
    resultsHeading(results),
    panels,
    algorithms,
    "welfare lost, % of the best k funds'",
  );
}
