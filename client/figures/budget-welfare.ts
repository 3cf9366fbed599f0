import type { TopLevelSpec } from "vega-lite";
import { type FigureHeading, panelGrid, panelTitle } from "./panel-grid.js";
import { pointLayers } from "./point-layers.js";
import type { Layer, Panel, Position } from "./spec-types.js";
import { INK } from "./theme.js";

/** Welfare of an algorithm with k representatives. */
export interface BudgetWelfare {
  readonly algorithm: string;
  /** k and n. */
  readonly representatives: number;
  readonly agents: number;
  /** Mean over seeds. */
  readonly mean: number;
  /** Null for a single seed. */
  readonly standardError: number | null;
  /** Whether all requested runs are included. */
  readonly complete: boolean;
}

/** One environment. */
export interface BudgetWelfarePanel {
  readonly title: string;
  readonly points: readonly BudgetWelfare[];
  /** Upper bound of welfare, if it is known. */
  readonly optimum: number | null;
}

const WIDTH = 300;
const HEIGHT = 220;
const PANELS_PER_ROW = 2;
/** Distance between algorithms at the same k, in steps of the axis, so that error bars do not overlap. */
const OFFSET = 0.07;

/**
 * Welfare by policy budget with standard errors, with a line for each algorithm. Lines break where n changes.
 * Ivanov and Ben-Porat 2024, figures 2 and 3.
 * @param quantity - title of the y axis, if points are of another quantity than welfare
 */
export function budgetWelfareFigure(
  heading: FigureHeading,
  panels: readonly BudgetWelfarePanel[],
  algorithms: readonly string[],
  quantity = "welfare",
): TopLevelSpec {
  return panelGrid(
    heading,
    panels.map((panel) => welfarePanel(panel, algorithms, quantity)),
    PANELS_PER_ROW,
    { withAxes: true },
  );
}

function welfarePanel(
  { title, points, optimum }: BudgetWelfarePanel,
  algorithms: readonly string[],
  quantity: string,
): Panel {
  const budgets = budgetsOf(points);
  const place = (point: BudgetWelfare) => budgets.findIndex((budget) => sameBudget(budget, point));
  const values = points.map((point) => {
    const { mean, standardError } = point;
    const offset = (algorithms.indexOf(point.algorithm) - (algorithms.length - 1) / 2) * OFFSET;
    const error = standardError ?? 0;
    return { ...point, x: place(point) + offset, low: mean - error, high: mean + error };
  });
  const x = budgetAxis(budgets);
  const y = { ...Y, title: quantity };
  return {
    width: WIDTH,
    height: HEIGHT,
    title: panelTitle(title),
    layer: [
      ...(optimum === null ? [] : optimumLayers(optimum, y)),
      ...pointLayers(values, { x, y, series: { field: "algorithm", names: algorithms }, line: "agents" }),
    ],
  };
}

type Budget = Pick<BudgetWelfare, "representatives" | "agents">;

function sameBudget(a: Budget, b: Budget): boolean {
  return a.representatives === b.representatives && a.agents === b.agents;
}

/** The budgets in order of k, without duplicates. */
function budgetsOf(points: readonly BudgetWelfare[]): Budget[] {
  return points
    .filter((point, i) => points.findIndex((other) => sameBudget(point, other)) === i)
    .sort((a, b) => a.representatives - b.representatives);
}

/** An axis with budgets at equal distances, which also shows n if budgets differ in it. */
function budgetAxis(budgets: readonly Budget[]): Position {
  const sameAgents = new Set(budgets.map(({ agents }) => agents)).size === 1;
  const labels = budgets.map(({ representatives: k, agents: n }) =>
    sameAgents ? `${k}` : [`${k}`, `n = ${n}`],
  );
  return {
    field: "x",
    type: "quantitative",
    title: "representatives k",
    scale: { domain: [-0.5, budgets.length - 0.5], nice: false },
    axis: {
      grid: false,
      labelOverlap: false,
      values: [...labels.keys()],
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
    },
  };
}

const Y: Position = {
  field: "mean",
  type: "quantitative",
  scale: { zero: false, nice: true },
};

function optimumLayers(optimum: number, y: Position): Layer[] {
  const data = { values: [{ mean: optimum }] };
  const text = `optimum for k = n: ${optimum.toFixed(1)}`;
  return [
    { data, mark: { type: "rule", strokeDash: [6, 4], color: INK }, encoding: { y } },
    {
      data,
      mark: { type: "text", text, x: 6, dy: -8, align: "left", fontSize: 11, color: INK },
      encoding: { y },
    },
  ];
}
