import type { TopLevelSpec } from "vega-lite";
import { agentRows, rowLabels } from "./agent-rows.js";
import { representativeColor } from "./palette.js";
import { type FigureRun, figureTitle, parameterLabel, soleParameter } from "./run.js";
import type { Panel } from "./spec-types.js";
import { type TimeColumn, timeColumns } from "./time-columns.js";
import { TIME_WIDTH, transitionsAxis } from "./transitions-axis.js";

const SIZES_HEIGHT = 130;
const AGENTS_HEIGHT = 270;
/** Closes the gaps that smoothing leaves between neighbours; pixels. */
const HAIRLINE = 0.4;
/** Room for the labels of both y axes, so that their titles align; pixels. */
const LABEL_WIDTH = 44;

/**
 * A figure of the assignment during training: the sizes of the groups above, every agent below.
 * @returns null if nothing was trained
 */
export function assignmentFigure(run: FigureRun): TopLevelSpec | null {
  const columns = timeColumns(run.metrics);
  if (columns.length === 0) return null;
  return {
    title: figureTitle("Assignment of agents", run),
    // Without a canvas, Vega overestimates the width of text, so no space is reserved for it.
    bounds: "flush",
    spacing: 22,
    vconcat: [sizesPanel(run, columns), agentsPanel(run, columns)],
  };
}

function sizesPanel({ config }: FigureRun, columns: readonly TimeColumn[]): Panel {
  const last = columns[columns.length - 1];
  return {
    width: TIME_WIDTH,
    height: SIZES_HEIGHT,
    data: { values: stackedSizes(columns, config.k) },
    mark: { type: "area", interpolate: "step-after", aria: false },
    encoding: {
      x: { ...transitionsAxis("start", last.end), axis: null },
      y: {
        field: "top",
        type: "quantitative",
        title: "agents",
        stack: null,
        scale: { domain: [0, last.row.assignment.length], nice: false },
        axis: { grid: false, tickCount: 4, minExtent: LABEL_WIDTH },
      },
      color: representativeColor(config.k),
    },
  };
}

/** Agents of each representative and those before it; the highest first, so that the others are drawn over it. */
function stackedSizes(columns: readonly TimeColumn[], k: number) {
  const last = columns[columns.length - 1];
  // A size holds until the next one, so the last one needs an end.
  const moments = [...columns, { start: last.end, row: last.row }];
  return Array.from({ length: k }, (_, i) => k - i).flatMap((representative) =>
    moments.map(({ start, row }) => {
      const top = row.clusterSizes.slice(0, representative).reduce((sum, size) => sum + size, 0);
      return { start, top, representative };
    }),
  );
}

function agentsPanel({ config, summary }: FigureRun, columns: readonly TimeColumn[]): Panel {
  const last = columns[columns.length - 1];
  const n = last.row.assignment.length;
  const theta = soleParameter(summary);
  const color = representativeColor(config.k);
  const labels = rowLabels(n, theta);
  return {
    width: TIME_WIDTH,
    height: AGENTS_HEIGHT,
    data: { values: agentRows(columns, theta) },
    mark: { type: "rect", strokeWidth: HAIRLINE, aria: false },
    encoding: {
      x: transitionsAxis("start", last.end),
      x2: { field: "end" },
      y: {
        field: "bottom",
        type: "quantitative",
        title: theta === null ? "agent" : `agents by ${parameterLabel(config)}`,
        scale: { domain: [0, n], nice: false },
        axis: { grid: false, minExtent: LABEL_WIDTH, values: [...labels.keys()], labelExpr: lookUp(labels) },
      },
      y2: { field: "top" },
      color,
      stroke: color,
    },
  };
}

/** A Vega expression: the text of an axis value. */
function lookUp(labels: ReadonlyMap<number, string>): string {
  return `${JSON.stringify(Object.fromEntries(labels))}[datum.value]`;
}
