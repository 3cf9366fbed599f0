import { dealtAssignment } from "../../ops/assignment.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";
import { fixedAssigner } from "./fixed.js";

/** One representative of all agents. */
export const singleEntry: AssignerEntry = {
  description: "one representative of all agents",
  create: trivialAssigner,
  fixedCount: () => 1,
};

/** One for each: k = n. */
export const individualEntry: AssignerEntry = {
  description: "a representative for each agent",
  create: trivialAssigner,
  fixedCount: (numAgents) => numAgents,
};

/** Nothing to decide, as at the two ends between which k lies: agent i has representative i mod k. */
export function trivialAssigner({ numRepresentatives: k, numAgents: n }: PopulationSize): Assigner {
  return fixedAssigner(k, () => dealtAssignment(n, k));
}
