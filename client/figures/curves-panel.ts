import type { MetricsRow } from "../records/records.js";
import { representativeColors } from "./palette.js";
import { panelTitle } from "./panel-grid.js";
import type { Panel } from "./spec-types.js";
import { timeColumns } from "./time-columns.js";
import { transitionsAxis } from "./transitions-axis.js";

/** Curves of welfare during training, for runs that differ only in their seeds. */
export interface CurvesPanel {
  readonly title: string;
  readonly lines: readonly string[];
  readonly curves: readonly { readonly seed: number; readonly metrics: readonly MetricsRow[] }[];
  /** Transitions the x axis goes up to. */
  readonly transitions: number;
  /** [low, high] of the y axis, the same for all panels. */
  readonly range: readonly [number, number];
}

const WIDTH = 230;
const HEIGHT = 130;

export function curvesPanel({ title, lines, curves, transitions, range }: CurvesPanel): Panel {
  const values = curves.flatMap(({ seed, metrics }) =>
    timeColumns(metrics).flatMap(({ end, row: { welfare } }) =>
      welfare === null ? [] : [{ seed, transitions: end, welfare }],
    ),
  );
  const seeds = curves.map(({ seed }) => seed);
  return {
    width: WIDTH,
    height: HEIGHT,
    title: panelTitle(title, ...lines),
    data: { values },
    // A line with only one point would be invisible.
    mark: { type: "line", strokeWidth: 1.25, point: values.length <= seeds.length && { size: 20 } },
    encoding: {
      x: transitionsAxis("transitions", transitions),
      y: {
        field: "welfare",
        type: "quantitative",
        title: "welfare",
        scale: { domain: [...range], nice: true, zero: false },
        axis: { tickCount: 5 },
      },
      color: {
        field: "seed",
        type: "nominal",
        scale: { domain: seeds, range: representativeColors(seeds.length) },
        legend: seeds.length > 1 ? { title: "seed", symbolType: "stroke", symbolStrokeWidth: 2 } : null,
      },
    },
  };
}
