import { kmeans } from "ml-kmeans";
import type { Rng } from "../../../envs/rng.js";
import type { Assignment } from "../../ops/assignment.js";

/** Starts, of which the best result counts: k-means ends in local optima. */
const STARTS = 10;
const SEEDS = 2 ** 31;

/**
 * Splits points into k groups of small variance (Lloyd 1982), from starts that are spread out (Arthur and
 * Vassilvitskii 2007). Where fewer than k points differ, groups are left empty.
 * @param points - n of them
 * @returns each point's group, [n]
 */
export function kMeans(points: readonly (readonly number[])[], k: number, rng: Rng): Assignment {
  const data = points as number[][];
  let best: { clusters: number[]; spread: number } | undefined;
  for (let start = 0; start < STARTS; start++) {
    const { clusters, centroids } = kmeans(data, k, { seed: rng.integer(SEEDS) });
    const spread = data.reduce((sum, point, i) => sum + squaredDistance(point, centroids[clusters[i]]), 0);
    if (best === undefined || spread < best.spread) best = { clusters, spread };
  }
  return Int32Array.from(best!.clusters);
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, c) => sum + (value - b[c]) ** 2, 0);
}
