import type { MetricsRow } from "../records/records.js";

/** A group of neighbouring iterations, represented by the last one. */
export interface TimeColumn<R = MetricsRow> {
  /** Transitions of each representative before and after them. */
  readonly start: number;
  readonly end: number;
  readonly row: R;
}

/** Largest number of columns, since more would be thinner than three pixels. */
const MAX_COLUMNS = 200;

/** Bins iterations to at most 200 columns. */
export function timeColumns<R extends Pick<MetricsRow, "transitions">>(
  metrics: readonly R[],
): TimeColumn<R>[] {
  const perColumn = Math.ceil(metrics.length / MAX_COLUMNS);
  const columns: TimeColumn<R>[] = [];
  for (let first = 0; first < metrics.length; first += perColumn) {
    const row = metrics[Math.min(first + perColumn, metrics.length) - 1];
    const start = first === 0 ? 0 : metrics[first - 1].transitions;
    columns.push({ start, end: row.transitions, row });
  }
  return columns;
}
