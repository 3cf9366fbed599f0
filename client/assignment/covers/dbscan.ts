import { ConfigError } from "../../base/config-error.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { isWithin, maxDistance } from "./distance.js";
import { meanRow, tableOf } from "./rows.js";

/** The entry in the registry of covers. */
export const dbscan: CoverEntry = {
  description: "the means of dense clusters, whose number is K",
  decidesCount: true,
  choose: clusterMeans,
};

/** MinPts: the smallest number of tasks within ε of a core task, including itself (Ester et al. 1996, section 4.2). */
const MIN_TASKS = 4;

/**
 * The means of the clusters that DBSCAN finds: a cluster consists of tasks linked by steps of at most ε (L∞) from core
 * tasks. DBSCAN decides their number; if it is more than K, the largest K count. A baseline of Ge et al. 2025.
 * Ester et al. 1996.
 * @returns [K or fewer, p], the largest cluster's first
 * @throws ConfigError if there is no cluster
 */
function clusterMeans({ tasks, epsilon, numPrototypes }: CoverProblem): ParameterTable {
  const clusters = dbscanClusters(tasks, epsilon).sort((a, b) => b.length - a.length);
  if (clusters.length === 0) {
    throw new ConfigError(
      `epsilon: expected a task with ${MIN_TASKS - 1} others within it for cover "dbscan", got none within ${epsilon}; ` +
        "choose a larger epsilon or another cover",
    );
  }
  return tableOf(clusters.slice(0, numPrototypes).map((cluster) => meanRow(tasks, cluster)));
}

/** @returns tasks of each cluster, in the order of their first core task; tasks in no cluster are noise */
function dbscanClusters(tasks: ParameterTable, epsilon: number): number[][] {
  const all = Array.from({ length: tasks.rows }, (_, i) => i);
  const neighbours = (i: number) =>
    all.filter((other) => isWithin(maxDistance(tasks, i, tasks, other), epsilon));
  const taken = new Set<number>();
  const clusters: number[][] = [];
  for (const first of all) {
    if (taken.has(first) || neighbours(first).length < MIN_TASKS) continue;
    const cluster = [first];
    taken.add(first);
    // The cluster grows during the loop.
    for (const task of cluster) {
      const near = neighbours(task);
      if (near.length < MIN_TASKS) continue;
      const more = near.filter((other) => !taken.has(other));
      for (const other of more) taken.add(other);
      cluster.push(...more);
    }
    clusters.push(cluster);
  }
  return clusters;
}
