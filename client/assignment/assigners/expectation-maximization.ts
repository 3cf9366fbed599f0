import type { Rng } from "../../../envs/rng.js";
import { type Assignment, clusterSizes, dealtAssignment, greedyAssignment } from "../../ops/assignment.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";
import { hardAssigner } from "./hard.js";
import { revisionAssigner } from "./revision.js";
import type { ExpectationMaximizationConfig } from "./settings.js";

/** The entry in the registry of algorithms. */
export const emEntry: AssignerEntry = {
  description: "each agent gets the representative that is best for it",
  create: (size, settings) =>
    settings.revisions === null ? expectationMaximization(size, settings) : revisionAssigner(size, settings),
};

/**
 * Hard assignment: an E-step after every M-step. Agent i starts with representative i mod k.
 * Ivanov and Ben-Porat 2024, section 3.3 and algorithm 1.
 */
export function expectationMaximization(
  { numRepresentatives: k, numAgents: n }: PopulationSize,
  config: ExpectationMaximizationConfig,
): Assigner {
  return hardAssigner(k, {
    start: () => dealtAssignment(n, k),
    next(before, utilities, iteration, rng) {
      if (iteration <= config.warmStartIterations) return before;
      const assignment = greedyAssignment(utilities, k);
      fillEmpty({ before, assignment }, k, config.emptyRepresentative, rng);
      return assignment;
    },
  });
}

/** Who served each agent, and who is to; both [n]. */
interface Reassignment {
  readonly before: Assignment;
  /** Changed. */
  readonly assignment: Assignment;
}

/** Gives an agent to each representative that has none, but never the only agent of another representative. */
function fillEmpty(
  { before, assignment }: Reassignment,
  k: number,
  emptyRepresentative: ExpectationMaximizationConfig["emptyRepresentative"],
  rng: Rng,
): void {
  const sizes = clusterSizes(assignment, k);
  for (let j = 0; j < k; j++) {
    if (sizes[j] > 0) continue;
    const spare = Array.from(assignment.keys()).filter((i) => sizes[assignment[i]] > 1);
    const own = spare.filter((i) => before[i] === j);
    const agent =
      emptyRepresentative === "last-agent" && own.length > 0 ? own[0] : spare[rng.integer(spare.length)];
    sizes[assignment[agent]]--;
    sizes[j]++;
    assignment[agent] = j;
  }
}
