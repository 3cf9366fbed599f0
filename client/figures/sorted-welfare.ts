import type { TopLevelSpec } from "vega-lite";
import { representativeColors } from "./palette.js";
import { type FigureHeading, panelGrid, panelTitle } from "./panel-grid.js";
import type { Panel } from "./spec-types.js";

/** Agents' welfare in one setting. */
export interface SortedWelfarePanel {
  readonly title: string;
  readonly lines: readonly string[];
  readonly curves: readonly SortedWelfare[];
}

/** Agents' welfare under one welfare function. */
export interface SortedWelfare {
  readonly name: string;
  /** [n], ascending. */
  readonly values: readonly number[];
}

const WIDTH = 340;
const HEIGHT = 240;
const PANELS_PER_ROW = 2;

/**
 * Agents' welfare in ascending order, with a line for each welfare function. A line that is higher on the left gives the
 * worst-off agents more.
 * @param names - names of the welfare functions, in the order of their colours
 */
export function sortedWelfareFigure(
  heading: FigureHeading,
  panels: readonly SortedWelfarePanel[],
  names: readonly string[],
): TopLevelSpec {
  const drawn = panels.map((panel) => sortedPanel(panel, names));
  return panelGrid(heading, drawn, PANELS_PER_ROW, { withAxes: true });
}

function sortedPanel({ title, lines, curves }: SortedWelfarePanel, names: readonly string[]): Panel {
  const values = curves.flatMap(({ name, values }) =>
    values.map((welfare, i) => ({ name, agent: i + 1, welfare })),
  );
  const n = Math.max(1, ...curves.map((curve) => curve.values.length));
  return {
    width: WIDTH,
    height: HEIGHT,
    title: panelTitle(title, ...lines),
    data: { values },
    mark: { type: "line", strokeWidth: 1.75, interpolate: "linear" },
    encoding: {
      x: {
        field: "agent",
        type: "quantitative",
        title: "agents, from the worst-off",
        scale: { domain: [1, n], nice: false },
        axis: { grid: false, tickCount: 6, tickMinStep: 1 },
      },
      y: { field: "welfare", type: "quantitative", title: "agent's welfare", scale: { zero: false } },
      color: {
        field: "name",
        type: "nominal",
        scale: { domain: [...names], range: representativeColors(names.length) },
        legend: { title: "welfare", symbolType: "stroke", symbolStrokeWidth: 2 },
      },
    },
  };
}
