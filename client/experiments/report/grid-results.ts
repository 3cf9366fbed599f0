import type { FigureHeading } from "../../figures/panel-grid.js";
import type { Outcome } from "../execute/outcomes.js";
import type { Grid } from "../plan/grid.js";
import { budgetNotes } from "./budget-note.js";
import type { Comparison } from "./comparison.js";
import type { EnvironmentParameters } from "./environment-parameters.js";

/** Results of an experiment. */
export interface GridResults {
  readonly grid: Grid;
  readonly outcomes: readonly Outcome[];
  readonly comparisons: readonly Comparison[];
  readonly parameters: EnvironmentParameters;
}

/** Heading of an experiment's figure: its title and budget. */
export function resultsHeading({ grid, outcomes }: GridResults): FigureHeading {
  return { title: grid.definition.title, notes: budgetNotes(grid, outcomes) };
}
