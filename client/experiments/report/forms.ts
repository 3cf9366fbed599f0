import type { TopLevelSpec } from "vega-lite";
import type { FigureForm } from "../plan/experiment-definition.js";
import { agentsFigure } from "./agents-figure.js";
import { histogramsFigure, pathsFigure } from "./assignment-figures.js";
import { budgetsFigure } from "./budgets-figure.js";
import { distributionTable } from "./distribution-table.js";
import { evaluationTable } from "./evaluation-table.js";
import type { GridResults } from "./grid-results.js";
import { unseenFigure } from "./unseen-figure.js";
import { unseenFiles, unseenSections } from "./unseen-tables.js";
import { welfareFiles, welfareSections, welfareWith } from "./welfare-tables.js";

/** How an experiment's results are shown. */
export interface Form {
  figure(results: GridResults): TopLevelSpec;
  /** Tables, by the name of their file. */
  files(results: GridResults): Readonly<Record<string, string>>;
  /** The same in a report: tables and how they are to be read, as HTML. */
  sections(results: GridResults): string[];
}

const OF_WELFARE = { files: welfareFiles, sections: welfareSections };

/** Every form, by the name that definitions give. */
export const FORMS: Readonly<Record<FigureForm, Form>> = {
  paths: { figure: pathsFigure, ...OF_WELFARE },
  welfare: { figure: budgetsFigure, ...OF_WELFARE },
  histograms: { figure: histogramsFigure, ...OF_WELFARE },
  agents: { figure: agentsFigure, ...welfareWith("Who has what", distributionTable) },
  evaluations: { figure: budgetsFigure, ...welfareWith("How policies act", evaluationTable) },
  unseen: { figure: unseenFigure, files: unseenFiles, sections: unseenSections },
};

/** How these results are shown. */
export function formOf({ grid }: GridResults): Form {
  return FORMS[grid.definition.figure];
}
