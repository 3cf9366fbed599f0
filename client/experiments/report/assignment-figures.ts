import type { TopLevelSpec } from "vega-lite";
import { panelGrid } from "../../figures/panel-grid.js";
import { trainedAlgorithm } from "../plan/grid.js";
import type { Setting } from "../plan/grid-run.js";
import { outcomesOf } from "./comparison.js";
import { type GridResults, resultsHeading } from "./grid-results.js";
import { assignmentPanel } from "./run-panels.js";

/** Paths of the first seed, as in the paper, with a column for each k. */
export function pathsFigure(results: GridResults): TopLevelSpec {
  const { environments, algorithms, budgets } = results.grid.definition;
  const settings = environments.flatMap((environment) =>
    algorithms.flatMap((algorithm) => budgets.map((budget) => ({ environment, algorithm, budget }))),
  );
  return assignmentFigure(results, settings, { columns: budgets.length, withAxes: false });
}

/** Histograms of the first seed, as in the paper, with a column for each algorithm. */
export function histogramsFigure(results: GridResults): TopLevelSpec {
  const { environments, algorithms, budgets } = results.grid.definition;
  const settings = environments.flatMap((environment) =>
    budgets.flatMap((budget) => algorithms.map((algorithm) => ({ environment, algorithm, budget }))),
  );
  return assignmentFigure(results, settings, { columns: algorithms.length, withAxes: true });
}

/** A figure with a panel for each setting, in the given order. */
function assignmentFigure(
  results: GridResults,
  settings: readonly Setting[],
  { columns, withAxes }: { readonly columns: number; readonly withAxes: boolean },
): TopLevelSpec {
  const { grid, outcomes, parameters } = results;
  const panels = settings.map(({ environment, algorithm, budget }) => {
    const trained = trainedAlgorithm(algorithm, budget);
    const [first] = outcomesOf(outcomes, environment, trained, budget);
    const where = grid.definition.environments.length > 1 ? `${environment}, ` : "";
    return assignmentPanel(`${where}${trained}, k = ${budget.representatives}`, first, parameters);
  });
  const { title, notes } = resultsHeading(results);
  return panelGrid({ title, notes: [...notes, "seed 0"] }, panels, columns, { withAxes });
}
