import { dealtAssignment } from "../../ops/assignment.js";
import type { Assigner, PopulationSize } from "./assigner.js";
import { fixedAssigner } from "./fixed.js";

/**
 * Nothing to decide: `single`, one representative of all agents (k = 1), and `individual`, one for each
 * (k = n). The two ends between which k lies.
 */
export function foregone({ numRepresentatives: k, numAgents: n }: PopulationSize): Assigner {
  return fixedAssigner(k, () => dealtAssignment(n, k));
}
