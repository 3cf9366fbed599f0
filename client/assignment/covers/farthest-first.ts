import type { ParameterTable } from "../../tables/parameter-table.js";
import { nearestRow } from "./distance.js";
import { rowOf, tableOf } from "./rows.js";

/**
 * Adds tasks to the prototypes until there are K. Each added task is the one furthest from all prototypes before it, so
 * that spare prototypes come closer to the tasks that are served worst.
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
