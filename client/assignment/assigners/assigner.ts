import type * as tf from "@tensorflow/tfjs-core";
import type { AgentParameter } from "../../../envs/env.js";
import type { Rng } from "../../../envs/rng.js";
import type { Assignment, Utilities } from "../../ops/assignment.js";
import type { Committee } from "../covers/committee.js";

/**
 * Decides which representative serves which agent: the one thing in which algorithms differ.
 * Its parameters are a matrix [k, n]; `weights` makes α of them inside the actors' loss, so that an
 * assigner that is trained gets its gradient from there.
 */
export interface Assigner {
  /** Whether the parameters are trained by the actors' loss, with Adam. */
  readonly trained: boolean;
  /** What the algorithm does beyond assigning agents, if anything. */
  readonly search?: SearchPlan;
  /**
   * Parameters to start from, [k, n].
   * @param agents - for those that start from what is known of them; always given in a run
   * @throws ConfigError if the algorithm cannot start from these agents
   */
  initialize(rng: Rng, agents?: Agents): Float32Array;
  /**
   * α: how much each representative serves each agent.
   * @param parameters - [k, n]
   * @returns [k, n]; columns sum to 1, or to 0 of agents that nobody is trained for
   */
  weights(parameters: tf.Tensor2D): tf.Tensor2D;
  /**
   * The parameters for the next iteration, where they are not trained.
   * @param parameters - [k, n]
   * @param iteration - that has just ended, from 1
   * @returns [k, n]
   */
  update(parameters: Float32Array, utilities: Utilities, iteration: number, rng: Rng): Float32Array;
  /** Who serves each agent, if each agent takes one: [n]; also one that nobody is trained for, whose weights do not say. */
  assignment(parameters: Float32Array): Assignment;
}

/** How an algorithm looks beyond where small steps lead; when is up to the iteration, from 1. */
export interface SearchPlan {
  /** Whether a representative may be exchanged for a copy of another: see `bestExchange`. */
  exchanges(iteration: number): boolean;
  /** Whether representatives are paid what they add, where episodes pay at their end: see `payingWhatIsAdded`. */
  hindsight(iteration: number): boolean;
}

/** What is known of a run's agents before it starts. */
export interface Agents {
  readonly environmentId: string;
  /** What agents differ in, p of them. */
  readonly parameterSpecs: readonly Pick<AgentParameter, "name" | "minimum" | "maximum" | "integer">[];
  /** θ, [n, p]. */
  readonly parameters: Float64Array;
  /** Who serves each agent, [n], as pretraining found, where the algorithm has one. */
  readonly clusters?: Assignment;
  /** As was found for them, where the algorithm has prototypes. */
  readonly committee?: Committee;
}

/** How many there are of each. */
export interface PopulationSize {
  /** k. */
  readonly numRepresentatives: number;
  /** n. */
  readonly numAgents: number;
}
