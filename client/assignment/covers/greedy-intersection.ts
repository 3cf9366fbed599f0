import { ConfigError } from "../../base/config-error.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { boxWidth } from "./distance.js";
import { addFarthest } from "./farthest-first.js";
import { largestIntersection, type WorkMeter } from "./largest-intersection.js";
import { boxCentre } from "./rows.js";

/** The entry in the registry of covers. */
export const greedyIntersection: CoverEntry = {
  description: "greedily, the point that covers most of the tasks left, in any number of dimensions",
  choose: greedyPrototypes,
};

/** Number of coordinates to examine before giving up, which takes some seconds. */
const MAX_WORK = 1e8;

/**
 * Greedy intersection: places a prototype where the boxes θ_i ± ε of most tasks intersect, removes these tasks, and
 * repeats. Each step finds the largest intersection in all dimensions at once. This makes it the greedy algorithm for
 * maximum coverage, whose K prototypes cover at least 1 − (1 − 1/K)ᴷ ≥ 1 − 1/e of the most that K prototypes can
 * (Nemhauser et al. 1978). Taking the largest set of each dimension separately would give no such guarantee. A step's
 * cost is exponential in p.
 * Ge et al. 2025, section 3.1.
 * @throws ConfigError if there are too many tasks or dimensions for it
 */
function greedyPrototypes({ tasks, epsilon, numPrototypes }: CoverProblem): ParameterTable {
  const meter = workMeter({ tasks, epsilon });
  const prototypes: Float64Array[] = [];
  let left = Array.from({ length: tasks.rows }, (_, i) => i);
  while (prototypes.length < numPrototypes && left.length > 0) {
    const members = largestIntersection(tasks, left, boxWidth(epsilon), meter);
    prototypes.push(boxCentre(tasks, members));
    const taken = new Set(members);
    left = left.filter((i) => !taken.has(i));
  }
  return addFarthest(prototypes, tasks, numPrototypes);
}

function workMeter({ tasks, epsilon }: Pick<CoverProblem, "tasks" | "epsilon">): WorkMeter {
  let done = 0;
  return {
    spend(work) {
      done += work;
      if (done <= MAX_WORK) return;
      throw new ConfigError(
        `cover: expected fewer tasks or dimensions for "greedy-intersection", got ${tasks.rows} tasks in ` +
          `${tasks.columns} dimensions with epsilon ${epsilon}: it takes time exponential in dimensions, and gave up ` +
          'after 100 million coordinates; choose "gradient", or a smaller epsilon',
      );
    },
  };
}
