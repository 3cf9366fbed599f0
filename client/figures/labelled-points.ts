import { panelTitle } from "./panel-grid.js";
import { pointLayers } from "./point-layers.js";
import type { Panel, Position } from "./spec-types.js";

/** A mean return somewhere along x. */
export interface LabelledPoint {
  /** One of the panel's labels. */
  readonly label: string;
  /** The series, which determines the colour. */
  readonly series: string;
  readonly mean: number;
  /** Null for a single seed. */
  readonly standardError: number | null;
  /** Whether all requested runs are included. */
  readonly complete: boolean;
}

/** A panel of means over labels at equal distances. */
export interface LabelledPointsPanel {
  readonly title: string;
  readonly lines: readonly string[];
  /** Title of the labels' axis; null if the labels explain themselves. */
  readonly axis: string | null;
  readonly labels: readonly string[];
  readonly points: readonly LabelledPoint[];
  /** Title of the series and the names of all series in the figure, so that colours are the same in all panels. */
  readonly series: { readonly title: string; readonly names: readonly string[] };
  /** Whether labels have an order, so that lines join their points. */
  readonly joined: boolean;
  /** Range of the axis of returns. */
  readonly range: readonly [low: number, high: number];
}

const WIDTH = 400;
/** Characters of labels that have room beside one another. */
const MAX_LEVEL = 9;
const HEIGHT = 240;
/** Distance between series at the same label, in steps of the axis, so that error bars do not overlap. */
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
