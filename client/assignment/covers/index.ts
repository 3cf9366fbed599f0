import type { Rng } from "../../../envs/rng.js";
import { ConfigError } from "../../base/config-error.js";
import { createRegistry, type Registry } from "../../base/registry.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { dbscan } from "./dbscan.js";
import { exactSweep } from "./exact-sweep.js";
import { gaussianMixture } from "./gaussian-mixture.js";
import { gradientCover } from "./gradient.js";
import { greedyIntersection } from "./greedy-intersection.js";
import { kMeansPlusPlus } from "./k-means-plus-plus.js";
import { randomTasks } from "./random.js";

/** The built-in covers, by their names on the command line. */
export const COVERS = {
  "greedy-intersection": greedyIntersection,
  "exact-sweep": exactSweep,
  gradient: gradientCover,
  "kmeans++": kMeansPlusPlus,
  dbscan,
  gmm: gaussianMixture,
  random: randomTasks,
} as const satisfies Record<string, CoverEntry>;

export type CoverName = keyof typeof COVERS;

export const COVER_NAMES = Object.keys(COVERS) as [CoverName, ...CoverName[]];

/** The built-in covers and the user's own. */
export const coverRegistry: Registry<CoverEntry> = createRegistry("cover", COVERS);

/** Whether a cover decides the number of prototypes itself. */
export function decidesCount(cover: string): boolean {
  return coverRegistry.get(cover).decidesCount ?? false;
}

/**
 * Covers tasks with prototypes.
 * @returns [K, p], or fewer rows if the cover decides their number
 * @throws ConfigError if the cover cannot handle the tasks
 */
export function coverTasks(cover: string, problem: CoverProblem, rng: Rng): ParameterTable {
  checkProblem(cover, problem);
  return coverRegistry.get(cover).choose(problem, rng);
}

function checkProblem(cover: string, { tasks, epsilon, numPrototypes }: CoverProblem): void {
  if (!(epsilon > 0 && epsilon < Number.POSITIVE_INFINITY)) {
    throw new ConfigError(`epsilon: expected a number above 0, got ${epsilon}`);
  }
  const wrong = tasks.values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const task = Math.floor(wrong / tasks.columns);
    throw new ConfigError(`parameters: expected finite numbers, got ${tasks.values[wrong]} for task ${task}`);
  }
  const unlimited = decidesCount(cover) && numPrototypes === Number.POSITIVE_INFINITY;
  if (!unlimited && !(Number.isInteger(numPrototypes) && numPrototypes > 0)) {
    throw new ConfigError(`representatives: expected a whole number from 1, got ${numPrototypes}`);
  }
  if (!decidesCount(cover) && numPrototypes > tasks.rows) {
    throw new ConfigError(
      `representatives: expected at most as many as there are tasks, ${tasks.rows}, got ${numPrototypes}`,
    );
  }
}
