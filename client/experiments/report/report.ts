import { escapeHtml } from "../../base/escape-html.js";
import { panelGrid } from "../../figures/panel-grid.js";
import { renderSvg } from "../../figures/rendering.js";
import { isResourceGathering } from "../../figures/run.js";
import { htmlFigure, htmlList, htmlTable } from "../../html/elements.js";
import { htmlPage } from "../../html/page.js";
import { type Outcome, secondsOf, transitionsOf, worstAgent } from "../execute/outcomes.js";
import { budgetsOf, type PolicyBudget, paperOf } from "../plan/experiment-definition.js";
import { trainedAlgorithm } from "../plan/grid.js";
import { budgetNotes } from "./budget-note.js";
import { outcomesOf } from "./comparison.js";
import { formOf } from "./forms.js";
import type { GridResults } from "./grid-results.js";
import { missingRuns } from "./missing-runs.js";
import { assignmentPanel, budgetText, trainingPanel, welfareRange } from "./run-panels.js";

const PANELS_PER_ROW = 4;
const MAPS_PER_ROW = 5;
/** Number of settings above which their sections are folded at first. */
const MAX_OPEN = 4;

/**
 * A page with everything about an experiment.
 * @param figure - SVG
 * @param command - the command line that made it
 */
export async function experimentReport(
  results: GridResults,
  figure: string,
  command: string,
): Promise<string> {
  const { grid, outcomes } = results;
  const { title, expectation, ours } = grid.definition;
  const origin = ours
    ? "not in the paper. Expected finding:"
    : `after ${paperOf(grid.definition)}. The paper finds:`;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p>${escapeHtml(grid.experiment)}, ${origin} ${escapeHtml(expectation)}</p>`,
    htmlList(budgetNotes(grid, outcomes), "facts"),
    htmlList(missingRuns(outcomes), "missing"),
    htmlFigure(figure, title),
    ...formOf(results).sections(results),
    `<h2>Runs</h2>\n${await settingSections(results)}`,
    `<footer>Made by <code>${escapeHtml(command)}</code></footer>`,
  ];
  return htmlPage(`${grid.experiment}: ${title}`, body.filter((part) => part !== "").join("\n"));
}

/** A section for each environment and budget, with its runs. */
async function settingSections(results: GridResults): Promise<string> {
  const { definition } = results.grid;
  const settings = definition.environments.flatMap((environment) =>
    budgetsOf(definition, environment).map((budget) => ({ environment, budget })),
  );
  const sections: string[] = [];
  for (const { environment, budget } of settings) {
    const open = settings.length <= MAX_OPEN ? " open" : "";
    const heading = `<summary>${escapeHtml(environment)}, ${budgetText(budget)}</summary>`;
    sections.push(
      `<details${open}>${heading}\n${await settingSection(results, environment, budget)}</details>`,
    );
  }
  return sections.join("\n");
}

async function settingSection(
  results: GridResults,
  environment: string,
  budget: PolicyBudget,
): Promise<string> {
  const { grid, outcomes, parameters } = results;
  const trained = new Set(grid.definition.algorithms.map((name) => trainedAlgorithm(name, budget)));
  const groups = [...trained].map((algorithm) => ({
    algorithm,
    runs: outcomesOf(outcomes, environment, algorithm, budget),
  }));
  const all = groups.flatMap(({ runs }) => runs);
  const range = welfareRange(all);
  const curves = groups.map(({ algorithm, runs }) => trainingPanel(algorithm, runs, range));
  const assignments = all.map((outcome) =>
    assignmentPanel(`${outcome.run.algorithm}, seed ${outcome.run.seed}`, outcome, parameters),
  );
  const figure = async (title: string, panels: typeof curves, withAxes: boolean) => {
    const columns = withAxes ? PANELS_PER_ROW : MAPS_PER_ROW;
    return htmlFigure(await renderSvg(panelGrid({ title, notes: [] }, panels, columns, { withAxes })), title);
  };
  return [
    await figure("Welfare while training (moving average of returns)", curves, true),
    await figure("Who serves whom", assignments, !isResourceGathering(environment)),
    runTable(all),
  ].join("\n");
}

function runTable(outcomes: readonly Outcome[]): string {
  const header = ["run", "status", "transitions", "welfare", "sampled", "worst agent", "seconds"];
  const number = (value: number | undefined, digits = 2) => ({ text: value?.toFixed(digits) ?? "–" });
  const rows = outcomes.map((outcome) => {
    const { run, status, summary } = outcome;
    return [
      { text: run.name },
      { text: status },
      number(transitionsOf(outcome), 0),
      number(summary?.welfare.mean),
      number(summary?.stochasticWelfare.mean),
      number(summary === null ? undefined : worstAgent(summary)),
      number(secondsOf(outcome), 0),
    ];
  });
  return htmlTable(header, rows);
}
