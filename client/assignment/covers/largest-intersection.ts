import type { ParameterTable } from "../../tables/parameter-table.js";

/** Counts the work of a search, and ends the search when it is too much. */
export interface WorkMeter {
  /** @throws Error if too much has been done */
  spend(work: number): void;
}

/** Tasks next to each other in one dimension, [from, to) in its order. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * A largest set of tasks whose boxes θ_i ± ε share a point. Boxes share a point if and only if every two of them do, in
 * each dimension separately (Helly's theorem for boxes). So in every dimension these tasks lie within 2ε.
 *
 * The search is depth first. In a dimension where tasks lie further apart, the set is within one of the at most n
 * maximal windows of width 2ε, and the search continues within each window. It leaves a branch if some dimension has no
 * window with more tasks than the best set so far. The worst case takes nᵖ windows.
 * @param candidates - tasks to choose from; at least one
 * @param width - 2ε
 * @returns tasks from the candidates
 */
export function largestIntersection(
  tasks: ParameterTable,
  candidates: readonly number[],
  width: number,
  meter: WorkMeter,
): readonly number[] {
  let best: readonly number[] = [];
  const visit = (subset: readonly number[]): void => {
    meter.spend(subset.length * tasks.columns);
    const dimension = tightestDimension(tasks, subset, width);
    if (dimension === undefined) {
      best = subset;
      return;
    }
    const order = [...subset].sort((a, b) => at(tasks, a, dimension) - at(tasks, b, dimension));
    const windows = maximalWindows(coordinates(tasks, order, dimension), width);
    for (const { from, to } of windows.sort((a, b) => size(b) - size(a))) {
      if (to - from > best.length) visit(order.slice(from, to));
    }
  };
  visit(candidates);
  return best;
}

/** The dimension whose largest window is smallest, among those in which the subset is wider than a window, if any. */
function tightestDimension(
  tasks: ParameterTable,
  subset: readonly number[],
  width: number,
): number | undefined {
  let tightest: { dimension: number; largest: number } | undefined;
  for (let dimension = 0; dimension < tasks.columns; dimension++) {
    const sorted = coordinates(tasks, subset, dimension).sort();
    if (sorted[sorted.length - 1] - sorted[0] <= width) continue;
    const largest = largestWindow(sorted, width);
    if (tightest === undefined || largest < tightest.largest) tightest = { dimension, largest };
  }
  return tightest?.dimension;
}

/**
 * Windows of a width whose contents no other window contains.
 * @param sorted - ascending
 */
export function maximalWindows(sorted: Float64Array, width: number): Window[] {
  const windows: Window[] = [];
  let to = 0;
  for (let from = 0; from < sorted.length; from++) {
    if (to === sorted.length) break;
    const before = to;
    while (to < sorted.length && sorted[to] - sorted[from] <= width) to++;
    if (to > before) windows.push({ from, to });
  }
  return windows;
}

/** @param sorted - ascending */
function largestWindow(sorted: Float64Array, width: number): number {
  let [largest, from] = [0, 0];
  for (let to = 0; to < sorted.length; to++) {
    while (sorted[to] - sorted[from] > width) from++;
    largest = Math.max(largest, to - from + 1);
  }
  return largest;
}

function size({ from, to }: Window): number {
  return to - from;
}

function at({ values, columns }: ParameterTable, task: number, dimension: number): number {
  return values[task * columns + dimension];
}

function coordinates(tasks: ParameterTable, subset: readonly number[], dimension: number): Float64Array {
  // This is a loop because Float64Array.from with a function took half of a search's time.
  const values = new Float64Array(subset.length);
  for (let c = 0; c < subset.length; c++) values[c] = at(tasks, subset[c], dimension);
  return values;
}
