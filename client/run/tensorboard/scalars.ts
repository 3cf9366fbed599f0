import { METRICS, type Metric } from "../../records/metrics.js";
import type { MetricsRow } from "../../records/records.js";
import type { Scalar } from "./event.js";

type Value = number | null;

const METRIC_LIST: readonly [string, Metric][] = Object.entries(METRICS);

/**
 * Converts a row of metrics to TensorBoard's scalars. Unknown values are left out. Representatives are numbered from 1,
 * as in reports and figures.
 */
export function scalarsOf(row: MetricsRow): Scalar[] {
  const scalars = METRIC_LIST.flatMap(([key, { tag, of }]) => {
    if (tag === null) return [];
    const value = row[key as keyof MetricsRow] as Value | readonly Value[];
    return of === "run"
      ? [[tag, value as Value] as const]
      : ofRepresentatives(tag, value as readonly Value[]);
  });
  return scalars.filter((scalar): scalar is Scalar => scalar[1] !== null);
}

/** @param values - [k] */
function ofRepresentatives(tag: string, values: readonly Value[]): (readonly [string, Value])[] {
  return values.map((value, j) => [`${tag}/representative_${j + 1}`, value]);
}
