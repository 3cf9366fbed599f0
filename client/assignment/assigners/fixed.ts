import type { Rng } from "../../../envs/rng.js";
import type { Assignment } from "../../ops/assignment.js";
import type { Agents, Assigner } from "./assigner.js";
import { hardAssigner } from "./hard.js";

/**
 * Hard assignment that never changes: only M-steps, no E-step.
 * @param assign - gives the representative of each agent, [n]
 */
export function fixedAssigner(
  numRepresentatives: number,
  assign: (rng: Rng, agents?: Agents) => Assignment,
): Assigner {
  return hardAssigner(numRepresentatives, { start: assign, next: (before) => before });
}
