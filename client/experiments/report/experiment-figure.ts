import type { TopLevelSpec } from "vega-lite";
import { budgetWelfareFigure } from "../../figures/budget-welfare.js";
import { type FigureHeading, panelGrid } from "../../figures/panel-grid.js";
import { sortedWelfareFigure } from "../../figures/sorted-welfare.js";
import { agentsWelfare } from "../../learner/welfare/agents-welfare.js";
import { sampleMean } from "../../ops/sample-mean.js";
import { bestKnownWelfare } from "../../run/best-known.js";
import type { Outcome } from "../execute/outcomes.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import { type Grid, trainedAlgorithm } from "../plan/grid.js";
import { budgetNotes } from "./budget-note.js";
import { type Comparison, outcomesOf } from "./comparison.js";
import type { EnvironmentParameters } from "./environment-parameters.js";
import { assignmentPanel, budgetText } from "./run-panels.js";
import { unseenCells } from "./unseen-cells.js";
import { unseenFigure } from "./unseen-figure.js";

/** What an experiment came to. */
export interface GridResults {
  readonly grid: Grid;
  readonly outcomes: readonly Outcome[];
  readonly comparisons: readonly Comparison[];
  readonly parameters: EnvironmentParameters;
}

/** The figure of an experiment, in the paper's form where it has one. */
export function experimentFigure(results: GridResults): TopLevelSpec {
  const { grid, outcomes } = results;
  const { title, figure } = grid.definition;
  const heading = { title, notes: budgetNotes(grid, outcomes) };
  if (figure === "agents") return agentsFigure(heading, results);
  if (figure === "unseen") return unseenFigure(heading, grid, unseenCells(grid, outcomes));
  return figure === "welfare" ? welfareFigure(heading, results) : assignmentFigure(heading, results);
}

/** What agents have, sorted in each run, a mean over seeds of those at the same place. */
function agentsFigure(heading: FigureHeading, { grid: { definition }, outcomes }: GridResults): TopLevelSpec {
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
  return sortedWelfareFigure(heading, panels, algorithms);
}

function welfareFigure(heading: FigureHeading, { grid, comparisons }: GridResults): TopLevelSpec {
  const { environments, algorithms } = grid.definition;
  const panels = environments.map((environment) => {
    const own = comparisons.filter((comparison) => comparison.environment === environment);
    const points = own.flatMap(({ budget, cells, planned }) =>
      cells.flatMap(({ algorithm, mean, standardError, finished }) =>
        mean === null ? [] : [{ ...budget, algorithm, mean, standardError, complete: finished === planned }],
      ),
    );
    const [{ agents }] = grid.definition.budgets;
    return { title: environment, points, optimum: bestKnownWelfare(environment, agents, agents) };
  });
  return budgetWelfareFigure(heading, panels, algorithms);
}

/** Of the first seed, as in the paper: paths a column a k, histograms a column an algorithm. */
function assignmentFigure(heading: FigureHeading, { grid, outcomes, parameters }: GridResults): TopLevelSpec {
  const { environments, algorithms, budgets, figure } = grid.definition;
  const settings =
    figure === "paths"
      ? environments.flatMap((environment) =>
          algorithms.flatMap((algorithm) => budgets.map((budget) => ({ environment, algorithm, budget }))),
        )
      : environments.flatMap((environment) =>
          budgets.flatMap((budget) => algorithms.map((algorithm) => ({ environment, algorithm, budget }))),
        );
  const panels = settings.map(({ environment, algorithm, budget }) => {
    const trained = trainedAlgorithm(algorithm, budget);
    const [first] = outcomesOf(outcomes, environment, trained, budget);
    const where = environments.length > 1 ? `${environment}, ` : "";
    const title = `${where}${trained}, k = ${budget.representatives}`;
    return assignmentPanel(title, first, parameters);
  });
  const columns = figure === "paths" ? budgets.length : algorithms.length;
  const withAxes = figure !== "paths";
  return panelGrid({ ...heading, notes: [...heading.notes, "seed 0"] }, panels, columns, { withAxes });
}
