import type { TopLevelSpec } from "vega-lite";
import { sampleMean } from "../ops/sample-mean.js";
import type { MetricsRow } from "../records/records.js";
import { representativeColors } from "./palette.js";
import type { FigureHeading } from "./panel-grid.js";
import type { Layer, Position } from "./spec-types.js";
import { timeColumns } from "./time-columns.js";
import { TIME_WIDTH, transitionsAxis } from "./transitions-axis.js";

/** Runs that are drawn as one curve. */
export interface CurveGroup {
  /** A unique name for the legend. */
  readonly name: string;
  /** Each run's rows. */
  readonly runs: readonly (readonly MetricsRow[])[];
}

/** A point of a curve. */
interface CurvePoint {
  readonly group: string;
  readonly transitions: number;
  readonly welfare: number;
  /** One standard error below and above the mean; for a single run, its value. */
  readonly low: number;
  readonly high: number;
}

const HEIGHT = 320;
/** Largest width of a name in the legend, in Vega's overestimated pixels; about as wide as the plot. */
const MAX_NAME = 1000;

const y: Position = {
  field: "welfare",
  type: "quantitative",
  title: "welfare",
  scale: { zero: false, nice: true },
};

/**
 * Welfare during training, with a curve for each group. For several runs it is their mean, with a band of one standard
 * error, up to the point that all of them have reached.
 * @returns null if no run's welfare is known
 */
export function comparedCurvesFigure(
  { title, notes }: FigureHeading,
  groups: readonly CurveGroup[],
): TopLevelSpec | null {
  const points = groups.map(curvePoints);
  if (points.flat().length === 0) return null;
  const names = groups.map(({ name }) => name);
  return {
    title: { text: title, subtitle: [...notes] },
    width: TIME_WIDTH,
    height: HEIGHT,
    data: { values: points.flat() },
    layer: curveLayers(names, points),
  };
}

/** @param points - points of each group */
function curveLayers(names: readonly string[], points: readonly (readonly CurvePoint[])[]): Layer[] {
  const last = Math.max(...points.flat().map(({ transitions }) => transitions));
  const x = transitionsAxis("transitions", last);
  const color = {
    field: "group",
    type: "nominal",
    scale: { domain: [...names], range: representativeColors(names.length) },
    legend: {
      ...{ title: null, orient: "bottom", columns: 1, labelLimit: MAX_NAME },
      ...{ symbolType: "stroke", symbolStrokeWidth: 2 },
    },
  } as const;
  // A line with only one point would be invisible.
  const point = points.some(({ length }) => length === 1) && { size: 20 };
  return [
    {
      mark: { type: "area", opacity: 0.2 },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    { mark: { type: "line", strokeWidth: 1.75, point }, encoding: { x, y, color } },
  ];
}

/** The points at which every run of a group has a welfare. */
function curvePoints({ name, runs }: CurveGroup): CurvePoint[] {
  const [first, ...others] = runs.map(
    (rows) => new Map(rows.map(({ transitions, welfare }) => [transitions, welfare])),
  );
  const means = [...first].flatMap(([transitions, welfare]) => {
    const values = [welfare, ...others.map((other) => other.get(transitions) ?? null)];
    const known = values.filter((value) => value !== null);
    return known.length < values.length ? [] : [{ transitions, ...sampleMean(known) }];
  });
  return timeColumns(means).map(({ end, row: { mean, standardError } }) => {
    const error = standardError ?? 0;
    return { group: name, transitions: end, welfare: mean, low: mean - error, high: mean + error };
  });
}
