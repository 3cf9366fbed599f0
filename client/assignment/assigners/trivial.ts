import { dealtAssignment } from "../../ops/assignment.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";
import { fixedAssigner } from "./fixed.js";

/** One representative for all agents: k = 1. */
export const singleEntry: AssignerEntry = {
  description: "one representative for all agents",
  create: trivialAssigner,
  fixedCount: () => 1,
};

/** A representative for each agent: k = n. */
export const individualEntry: AssignerEntry = {
  description: "a representative for each agent",
  create: trivialAssigner,
  fixedCount: (numAgents) => numAgents,
};

/** The fixed assignment of k = 1 and k = n: agent i has representative i mod k. */
export function trivialAssigner({ numRepresentatives: k, numAgents: n }: PopulationSize): Assigner {
  return fixedAssigner(k, () => dealtAssignment(n, k));
}
