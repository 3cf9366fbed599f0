import type { ParameterTable } from "../../tables/parameter-table.js";

/** Share of ε that is forgiven: what touches a border does not miss it by rounding, of θ kept as float32 either. */
const SLACK = 1e-6;

/** Whether what is so far away is within ε. */
export function isWithin(distance: number, epsilon: number): boolean {
  return distance <= epsilon * (1 + SLACK);
}

/** How far apart tasks may be that a prototype between them covers: 2 ε, and less than `isWithin` forgives. */
export function boxWidth(epsilon: number): number {
  return 2 * epsilon * (1 + SLACK / 2);
}

/** ‖a_i − b_j‖∞ of two tables' rows, which are as wide. */
export function maxDistance(a: ParameterTable, i: number, b: ParameterTable, j: number): number {
  let distance = 0;
  for (let m = 0; m < a.columns; m++) {
    distance = Math.max(distance, Math.abs(a.values[i * a.columns + m] - b.values[j * b.columns + m]));
  }
  return distance;
}

/** The row of `b` nearest to row i of `a`, the first of equals, and how far it is. */
export function nearestRow(a: ParameterTable, i: number, b: ParameterTable) {
  let nearest = { row: 0, distance: Number.POSITIVE_INFINITY };
  for (let row = 0; row < b.rows; row++) {
    const distance = maxDistance(a, i, b, row);
    if (distance < nearest.distance) nearest = { row, distance };
  }
  return nearest;
}
