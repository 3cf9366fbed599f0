import { representativeColors } from "./palette.js";
import type { Layer, Position } from "./spec-types.js";

/** Pixels of a name in the legend. */
const MAX_NAME = 240;

/** A mean with its error, and whether all requested runs are included. */
export interface ErrorPoint {
  readonly low: number;
  readonly high: number;
  readonly complete: boolean;
}

/** Where points are drawn, and in which colours. */
export interface PointChannels {
  readonly x: Position;
  /** Position of the mean. */
  readonly y: Position;
  /** The field that decides the colour, its name in the legend. */
  readonly series: { readonly field: string; readonly names: readonly string[] };
  /** The field of points that one line joins; none are joined if not given. */
  readonly line?: string;
}

/** Points with error bars, hollow where runs are missing. */
export function pointLayers(values: readonly ErrorPoint[], { x, y, series, line }: PointChannels): Layer[] {
  const { field, names } = series;
  const color = {
    field,
    type: "nominal",
    scale: { domain: [...names], range: representativeColors(names.length) },
    legend: { title: field, labelLimit: MAX_NAME },
  } as const;
  const data = { values: [...values] };
  const pointLayer = (shown: readonly object[], filled: boolean): Layer => ({
    data: { values: [...shown] },
    mark: { type: "point", size: 40, opacity: 1, filled, ...(filled ? {} : { fill: "white" }) },
    encoding: { x, y, color },
  });
  const joined: Layer[] =
    line === undefined
      ? []
      : [
          {
            data,
            mark: { type: "line", strokeWidth: 1.75 },
            encoding: { x, y, color, detail: { field: line, type: "nominal" } },
          },
        ];
  return [
    ...joined,
    {
      data,
      mark: { type: "rule", strokeWidth: 1.25, aria: false },
      encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" }, color },
    },
    pointLayer(
      values.filter(({ complete }) => complete),
      true,
    ),
    pointLayer(
      values.filter(({ complete }) => !complete),
      false,
    ),
  ];
}
