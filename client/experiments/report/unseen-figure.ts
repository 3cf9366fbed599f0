import type { TopLevelSpec } from "vega-lite";
import {
  type LabelledPoint,
  type LabelledPointsPanel,
  labelledPointsPanel,
} from "../../figures/labelled-points.js";
import { panelGrid } from "../../figures/panel-grid.js";
import type { PolicyBudget, UnseenDefinition } from "../plan/experiment-definition.js";
import type { Grid } from "../plan/grid.js";
import { type GridResults, resultsHeading } from "./grid-results.js";
import { framesText } from "./run-panels.js";
import { type Choice, choices, choiceText, type UnseenCell, unseenCells } from "./unseen-cells.js";

const PANELS_PER_ROW = 2;
/** Share of the range of returns that is left free above and below. */
const MARGIN = 0.08;

type Draft = Omit<LabelledPointsPanel, "range">;

/** A figure of the returns of unseen agents over the quantity that an experiment varies. */
export function unseenFigure(results: GridResults): TopLevelSpec {
  const { grid, outcomes } = results;
  const drafts = DRAFTS[grid.definition.unseen!.varied](grid, unseenCells(grid, outcomes));
  const range = returnRange(drafts.flatMap(({ points }) => points));
  const panels = drafts.map((draft) => labelledPointsPanel({ ...draft, range }));
  return panelGrid(resultsHeading(results), panels, Math.min(panels.length, PANELS_PER_ROW), {
    withAxes: true,
  });
}

/** Functions that draw the panels, by the varied quantity. */
const DRAFTS: Readonly<
  Record<UnseenDefinition["varied"], (grid: Grid, cells: readonly UnseenCell[]) => Draft[]>
> = {
  frames: framePanels,
  choice: choicePanels,
  representatives: (grid, cells) =>
    budgetPanels(grid, cells, {
      axis: "policies k",
      label: ({ representatives }) => `${representatives}`,
    }),
  epsilon: (grid, cells) =>
    budgetPanels(grid, cells, { axis: "ε, m/s", label: ({ epsilon }) => `${epsilon}` }),
};

/** Panels with methods on the x axis, for our results and for published ones. */
function framePanels({ definition }: Grid, cells: readonly UnseenCell[]): Draft[] {
  const { algorithms, budgets, paper } = definition;
  const { published } = definition.unseen!;
  const totals = [...new Set(budgets.map(({ frames }) => frames!))];
  const series = { title: "frames", names: totals.map(framesText) };
  const ours = cells.flatMap((cell) =>
    pointsOf(cell, cell.choices[0], cell.algorithm, framesText(cell.budget.frames!)),
  );
  const theirs = published
    .filter(({ frames }) => totals.includes(frames))
    .map(({ method, frames, ...rest }) => ({
      ...{ label: method, series: framesText(frames), complete: true },
      ...{ mean: rest.mean, standardError: rest.standardError },
    }));
  const common = { axis: null, series, joined: false };
  const panel = (title: string, lines: string[], labels: readonly string[], points: LabelledPoint[]) => ({
    ...{ ...common, title, lines, labels, points },
  });
  return [
    panel("Zero-shot, here", [`k = ${budgets[0].representatives} at most`], algorithms, ours),
    panel(
      `Zero-shot, as published by ${paper}`,
      ["theirs, of other K, ε and tasks, which are not known"],
      [...new Set(published.map(({ method }) => method))],
      theirs,
    ),
  ];
}

/** Panels with choices on the x axis and a line for each method. */
function choicePanels({ definition }: Grid, cells: readonly UnseenCell[]): Draft[] {
  const { fewShotEpisodes } = definition.unseen!;
  const panel: Draft = {
    title: "How a policy is chosen",
    lines: ["m: episodes of each policy"],
    axis: null,
    labels: choices(fewShotEpisodes).map(shortText),
    points: cells.flatMap((cell) =>
      cell.choices.flatMap((choice) => pointsOf(cell, choice, shortText(choice), cell.algorithm)),
    ),
    series: { title: "method", names: definition.algorithms },
    joined: true,
  };
  return [panel];
}

/** Panels with the varied part of budgets on the x axis, one for each method, with a line for each choice. */
function budgetPanels(
  { definition }: Grid,
  cells: readonly UnseenCell[],
  { axis, label }: { readonly axis: string; readonly label: (budget: PolicyBudget) => string },
): Draft[] {
  const { algorithms, budgets } = definition;
  const { fewShotEpisodes } = definition.unseen!;
  return algorithms.map((algorithm) => ({
    title: algorithm,
    lines: [],
    axis,
    labels: budgets.map(label),
    points: cells
      .filter((cell) => cell.algorithm === algorithm)
      .flatMap((cell) =>
        cell.choices.flatMap((choice) => pointsOf(cell, choice, label(cell.budget), choiceText(choice))),
      ),
    series: { title: "choice", names: choices(fewShotEpisodes).map(choiceText) },
    joined: true,
  }));
}

/** The points of finished runs. */
function pointsOf(
  { finished, planned }: UnseenCell,
  { mean, standardError }: UnseenCell["choices"][number],
  label: string,
  series: string,
): LabelledPoint[] {
  return mean === null ? [] : [{ label, series, mean, standardError, complete: finished === planned }];
}

function shortText(choice: Choice): string {
  return choice.episodes === null ? choice.name : `m = ${choice.episodes}`;
}

/** The range of all returns with their errors; [-1, 0] if there is none. */
function returnRange(points: readonly LabelledPoint[]): [number, number] {
  if (points.length === 0) return [-1, 0];
  const low = Math.min(...points.map(({ mean, standardError }) => mean - (standardError ?? 0)));
  const high = Math.max(...points.map(({ mean, standardError }) => mean + (standardError ?? 0)));
  const margin = MARGIN * Math.max(high - low, 1);
  return [low - margin, high + margin];
}
