import type { Assignment } from "../../ops/assignment.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { isWithin, maxDistance, nearestRow } from "./distance.js";
import { decidesCount } from "./index.js";

/** How prototypes cover tasks. */
export interface Coverage {
  /** [K]: the tasks within ε of each prototype, ascending. A task may be within ε of several prototypes, or of none. */
  readonly members: readonly (readonly number[])[];
  /** Tasks that are not within ε of any prototype, ascending. */
  readonly uncovered: readonly number[];
  /** The prototype nearest to each task; among equals, the first: [n]. */
  readonly nearest: Assignment;
  /** The distance to that prototype, by L∞, in θ's units: [n]. */
  readonly distances: Float64Array;
  /** Share of tasks that are within ε of a prototype, 0 … 1. */
  readonly share: number;
}

/**
 * Computes which tasks lie within ε of which prototypes.
 * @param tasks - θ, [n, p]
 * @param prototypes - [K, p]
 */
export function coverageOf(tasks: ParameterTable, prototypes: ParameterTable, epsilon: number): Coverage {
  const all = Array.from({ length: tasks.rows }, (_, i) => i);
  const nearest = all.map((i) => nearestRow(tasks, i, prototypes));
  const members = Array.from({ length: prototypes.rows }, (_, j) =>
    all.filter((i) => isWithin(maxDistance(tasks, i, prototypes, j), epsilon)),
  );
  const uncovered = all.filter((i) => !isWithin(nearest[i].distance, epsilon));
  return {
    members,
    uncovered,
    nearest: Int32Array.from(nearest, ({ row }) => row),
    distances: Float64Array.from(nearest, ({ distance }) => distance),
    share: 1 - uncovered.length / tasks.rows,
  };
}

/**
 * Sentences about unusual properties of a cover, which say what to change.
 * @param epsilon - ε, in θ's units
 */
export function coverageNotes(
  { members, uncovered, distances }: Coverage,
  cover: string,
  epsilon: number,
): string[] {
  const n = distances.length;
  const nearest = distances.reduce((least, distance) => Math.min(least, distance), Number.POSITIVE_INFINITY);
  if (uncovered.length === n) {
    return [
      `nothing is covered: the nearest task is ${round(nearest)} from a prototype; try a larger epsilon`,
    ];
  }
  const empty = members.flatMap((own, j) => (own.length === 0 ? [j + 1] : []));
  const whole = members.findIndex((own) => own.length === n);
  return [
    ...(decidesCount(cover) && members.length === 1
      ? ["there is only one cluster; a smaller epsilon may split it"]
      : []),
    ...(empty.length > 0
      ? [`no task is within ${epsilon} of ${named(empty)}; try a larger epsilon, or another cover`]
      : []),
    ...(whole >= 0 && members.length > 1
      ? [`${named([whole + 1])} alone covers every task; try fewer prototypes, or a smaller epsilon`]
      : []),
  ];
}

/** @param numbers - numbers of prototypes, from 1 */
function named(numbers: readonly number[]): string {
  return `prototype${numbers.length > 1 ? "s" : ""} ${numbers.join(", ")}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
