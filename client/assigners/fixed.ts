import type { Rng } from "../../envs/rng.js";
import { type Assignment, greedyAssignment, hardWeights } from "../ops/assignment.js";
import type { Agents, Assigner } from "./assigner.js";

/**
 * Hard assignment that stays as it starts: all M-steps, no E-step.
 * @param assign - who serves each agent, [n]
 */
export function fixedAssigner(
  numRepresentatives: number,
  assign: (rng: Rng, agents?: Agents) => Assignment,
): Assigner {
  return {
    trained: false,
    initialize: (rng, agents) => hardWeights(assign(rng, agents), numRepresentatives),
    weights: (parameters) => parameters,
    update: (parameters) => parameters,
    assignment: (parameters) => greedyAssignment(parameters, numRepresentatives),
  };
}
