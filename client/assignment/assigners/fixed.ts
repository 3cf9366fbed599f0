import type { Rng } from "../../../envs/rng.js";
import type { Assignment } from "../../ops/assignment.js";
import type { Agents, Assigner } from "./assigner.js";
import { hardAssigner } from "./hard.js";

/**
 * Hard assignment that stays as it starts: all M-steps, no E-step.
 * @param assign - who serves each agent, [n]
 */
export function fixedAssigner(
  numRepresentatives: number,
  assign: (rng: Rng, agents?: Agents) => Assignment,
): Assigner {
  return hardAssigner(numRepresentatives, { start: assign, next: (before) => before });
}
