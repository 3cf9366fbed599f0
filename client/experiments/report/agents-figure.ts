import type { TopLevelSpec } from "vega-lite";
import { sortedWelfareFigure } from "../../figures/sorted-welfare.js";
import { agentsWelfare } from "../../learner/welfare/agents-welfare.js";
import { sampleMean } from "../../ops/sample-mean.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import { trainedAlgorithm } from "../plan/grid.js";
import { outcomesOf } from "./comparison.js";
import { type GridResults, resultsHeading } from "./grid-results.js";
import { budgetText } from "./run-panels.js";

/** Agents' welfare, sorted within each run and averaged over seeds by rank. */
export function agentsFigure(results: GridResults): TopLevelSpec {
  const { grid, outcomes } = results;
  const { definition } = grid;
  const { environments, algorithms } = definition;
  const panels = environments.flatMap((environment) =>
    budgetsOf(definition, environment).map((budget) => {
      const curves = algorithms.flatMap((name) => {
        const own = outcomesOf(outcomes, environment, trainedAlgorithm(name, budget), budget);
        const sorted = own.flatMap(({ summary }) => (summary ? [agentsWelfare(summary).sort()] : []));
        const at = (i: number) => sampleMean(sorted.map((values) => values[i])).mean;
        return sorted.length === 0 ? [] : [{ name, values: Array.from(sorted[0], (_, i) => at(i)) }];
      });
      return { title: environment, lines: [budgetText(budget)], curves };
    }),
  );
  return sortedWelfareFigure(resultsHeading(results), panels, algorithms);
}
