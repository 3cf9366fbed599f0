import type { ParameterTable } from "../../tables/parameter-table.js";
import { nearestRow } from "./distance.js";
import { rowOf, tableOf } from "./rows.js";

/**
 * Prototypes and, where they are fewer than K, tasks beside them: each the one furthest from all before it, so
 * that what nothing was left to cover with comes nearer to those who are worst served.
 * Gonzalez 1985, "Clustering to minimize the maximum intercluster distance".
 * @param prototypes - each [p]; at least one
 * @param numPrototypes - K
 * @returns [K, p]
 */
export function addFarthest(
  prototypes: readonly ArrayLike<number>[],
  tasks: ParameterTable,
  numPrototypes: number,
): ParameterTable {
  const chosen = [...prototypes];
  while (chosen.length < numPrototypes) {
    const table = tableOf(chosen);
    const distances = Array.from({ length: tasks.rows }, (_, i) => nearestRow(tasks, i, table).distance);
    const furthest = distances.reduce((best, distance, i) => (distance > distances[best] ? i : best), 0);
    chosen.push(rowOf(tasks, furthest));
  }
  return tableOf(chosen);
}
