import type { Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { kMeans } from "../clustering/k-means.js";
import { rowOf } from "./rows.js";

/** Groups of tasks by k-means, without the empty ones. */
export function kMeansGroups(tasks: ParameterTable, numGroups: number, rng: Rng): number[][] {
  const points = Array.from({ length: tasks.rows }, (_, i) => [...rowOf(tasks, i)]);
  const groups = Array.from({ length: numGroups }, (): number[] => []);
  kMeans(points, numGroups, rng).forEach((group, i) => void groups[group].push(i));
  return groups.filter(({ length }) => length > 0);
}
