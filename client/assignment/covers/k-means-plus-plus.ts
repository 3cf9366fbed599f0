import type { Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import type { CoverEntry, CoverProblem } from "./cover.js";
import { addFarthest } from "./farthest-first.js";
import { kMeansGroups } from "./groups.js";
import { meanRow } from "./rows.js";

/** The entry in the registry of covers. */
export const kMeansPlusPlus: CoverEntry = {
  description: "the means of the groups of k-means",
  choose: groupMeans,
};

/**
 * The means of the groups of k-means, which starts from spread-out centres (Arthur and Vassilvitskii 2007). They are
 * close to all tasks on average, whatever ε is. A baseline of Ge et al. 2025.
 */
function groupMeans({ tasks, numPrototypes }: CoverProblem, rng: Rng): ParameterTable {
  const means = kMeansGroups(tasks, numPrototypes, rng).map((group) => meanRow(tasks, group));
  return addFarthest(means, tasks, numPrototypes);
}
