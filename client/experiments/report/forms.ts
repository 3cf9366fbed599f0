import type { TopLevelSpec } from "vega-lite";
import type { FigureForm } from "../plan/experiment-definition.js";
import { agentsFigure } from "./agents-figure.js";
import { histogramsFigure, pathsFigure } from "./assignment-figures.js";
import { budgetsFigure } from "./budgets-figure.js";
import { distributionTable } from "./distribution-table.js";
import { evaluationTable } from "./evaluation-table.js";
import { fundsFigure } from "./funds-figure.js";
import { fundsTable } from "./funds-table.js";
import type { GridResults } from "./grid-results.js";
import { unseenFigure } from "./unseen-figure.js";
import { unseenFiles, unseenSections } from "./unseen-tables.js";
import { welfareFiles, welfareSections, welfareWith } from "./welfare-tables.js";

/** A way to show an experiment's results. */
export interface Form {
  figure(results: GridResults): TopLevelSpec;
  /** Contents of the tables' files, by name. */
  files(results: GridResults): Readonly<Record<string, string>>;
  /** Sections of the report as HTML: the tables and notes on reading them. */
  sections(results: GridResults): string[];
}

const OF_WELFARE = { files: welfareFiles, sections: welfareSections };

/** Every form, by its name in definitions. */
export const FORMS: Readonly<Record<FigureForm, Form>> = {
  paths: { figure: pathsFigure, ...OF_WELFARE },
  welfare: { figure: budgetsFigure, ...OF_WELFARE },
  histograms: { figure: histogramsFigure, ...OF_WELFARE },
  agents: { figure: agentsFigure, ...welfareWith("Who has what", distributionTable) },
  evaluations: { figure: budgetsFigure, ...welfareWith("How policies act", evaluationTable) },
  funds: { figure: fundsFigure, ...welfareWith("How near funds are to the best", fundsTable) },
  unseen: { figure: unseenFigure, files: unseenFiles, sections: unseenSections },
};

/** The form in which results are shown. */
export function formOf({ grid }: GridResults): Form {
  return FORMS[grid.definition.figure];
}
