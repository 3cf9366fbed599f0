import type { Rng } from "../../../envs/rng.js";
import { type Assignment, greedyAssignment, hardWeights, type Utilities } from "../../ops/assignment.js";
import type { Agents, Assigner } from "./assigner.js";

/** A rule that assigns one representative to each agent. */
export interface HardAssignment {
  /** The representative of each agent at first, [n]. */
  start(rng: Rng, agents?: Agents): Assignment;
  /**
   * The representative of each agent after an iteration, [n]; `before` itself if nothing changes.
   * @param before - [n]
   * @param iteration - the one that has just ended, from 1
   */
  next(before: Assignment, utilities: Utilities, iteration: number, rng: Rng): Assignment;
}

/** An assigner that is not trained: its parameters are α, 1 for an agent's representative and 0 for others. */
export function hardAssigner(numRepresentatives: number, { start, next }: HardAssignment): Assigner {
  const assignment = (parameters: Float32Array) => greedyAssignment(parameters, numRepresentatives);
  return {
    trained: false,
    initialize: (rng, agents) => hardWeights(start(rng, agents), numRepresentatives),
    weights: (parameters) => parameters,
    update(parameters, utilities, iteration, rng) {
      const before = assignment(parameters);
      const after = next(before, utilities, iteration, rng);
      return after === before ? parameters : hardWeights(after, numRepresentatives);
    },
    assignment,
  };
}
