import { createRequire } from "node:module";
import type { Rng } from "../../../envs/rng.js";
import type { Assignment } from "../../ops/assignment.js";

/** Number of starts. The best result counts, since k-means ends in local optima. */
const STARTS = 10;
const SEEDS = 2 ** 31;

const require = createRequire(import.meta.url);

/**
 * Splits points into k groups of small variance (Lloyd 1982), starting from spread-out centres (Arthur and
 * Vassilvitskii 2007). If there are fewer than k distinct points, some groups stay empty.
 * @param points - n points
 * @returns each point's group, [n]
 */
export function kMeans(points: readonly (readonly number[])[], k: number, rng: Rng): Assignment {
  // It has 260 modules, which would take every command a quarter of a second to load.
  const { kmeans } = require("ml-kmeans") as typeof import("ml-kmeans");
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
