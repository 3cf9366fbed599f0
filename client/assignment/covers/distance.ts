import type { ParameterTable } from "../../tables/parameter-table.js";

/** Tolerance as a share of ε, so that rounding (also of θ as float32) does not exclude a task on the border. */
const SLACK = 1e-6;

/** Whether a distance counts as within ε. */
export function isWithin(distance: number, epsilon: number): boolean {
  return distance <= epsilon * (1 + SLACK);
}

/** Largest distance of two tasks that a prototype between them covers: 2 ε, plus less than the tolerance of `isWithin`. */
export function boxWidth(epsilon: number): number {
  return 2 * epsilon * (1 + SLACK / 2);
}

/** ‖a_i − b_j‖∞ of rows of two tables with equally many columns. */
export function maxDistance(a: ParameterTable, i: number, b: ParameterTable, j: number): number {
  let distance = 0;
  for (let m = 0; m < a.columns; m++) {
    distance = Math.max(distance, Math.abs(a.values[i * a.columns + m] - b.values[j * b.columns + m]));
  }
  return distance;
}

/** The row of `b` nearest to row i of `a` (among equals, the first) and its distance. */
export function nearestRow(a: ParameterTable, i: number, b: ParameterTable) {
  let nearest = { row: 0, distance: Number.POSITIVE_INFINITY };
  for (let row = 0; row < b.rows; row++) {
    const distance = maxDistance(a, i, b, row);
    if (distance < nearest.distance) nearest = { row, distance };
  }
  return nearest;
}
