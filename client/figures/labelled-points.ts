import { panelTitle } from "./panel-grid.js";
import { pointLayers } from "./point-layers.js";
import type { Panel, Position } from "./spec-types.js";

/** A mean return somewhere along x. */
export interface LabelledPoint {
  /** One of the panel's labels. */
  readonly label: string;
  /** What it is coloured by. */
  readonly series: string;
  readonly mean: number;
  /** Null of a single seed. */
  readonly standardError: number | null;
  /** Whether all runs asked for are in it. */
  readonly complete: boolean;
}

/** Means over labels that stand at equal distances. */
export interface LabelledPointsPanel {
  readonly title: string;
  readonly lines: readonly string[];
  /** What labels are; null where they say it themselves. */
  readonly axis: string | null;
  readonly labels: readonly string[];
  readonly points: readonly LabelledPoint[];
  /** What series are, and all of the figure, so that they have the same colours everywhere. */
  readonly series: { readonly title: string; readonly names: readonly string[] };
  /** Whether labels are in order, so that a line can join them. */
  readonly joined: boolean;
  /** Of returns. */
  readonly range: readonly [low: number, high: number];
}

const WIDTH = 400;
/** Characters of labels that have room beside one another. */
const MAX_LEVEL = 9;
const HEIGHT = 240;
/** Between series at the same label, in steps of the axis: error bars stand side by side. */
const OFFSET = 0.09;

export function labelledPointsPanel(panel: LabelledPointsPanel): Panel {
  const { title, lines, axis, labels, points, series, joined, range } = panel;
  const values = points.map(({ label, series: name, mean, standardError, complete }) => {
    const offset = (series.names.indexOf(name) - (series.names.length - 1) / 2) * OFFSET;
    const error = standardError ?? 0;
    const place = { x: labels.indexOf(label) + offset, low: mean - error, high: mean + error };
    return { ...place, mean, complete, [series.title]: name };
  });
  const x: Position = {
    field: "x",
    type: "quantitative",
    title: axis,
    scale: { domain: [-0.5, labels.length - 0.5], nice: false },
    axis: {
      grid: false,
      labelOverlap: false,
      labelAngle: labels.some((label) => label.length > MAX_LEVEL) ? -35 : 0,
      values: [...labels.keys()],
      labelExpr: `${JSON.stringify(labels)}[datum.value]`,
    },
  };
  const y: Position = {
    field: "mean",
    type: "quantitative",
    title: "return",
    scale: { zero: false, nice: true, domain: [...range] },
  };
  const line = joined ? series.title : undefined;
  return {
    width: WIDTH,
    height: HEIGHT,
    title: panelTitle(title, ...lines),
    layer: pointLayers(values, { x, y, series: { field: series.title, names: series.names }, line }),
  };
}
