import type * as tf from "@tensorflow/tfjs-core";
import type { AgentParameter } from "../../../envs/env.js";
import type { Rng } from "../../../envs/rng.js";
import type { Assignment, Utilities } from "../../ops/assignment.js";
import type { Committee } from "../covers/committee.js";

/**
 * Decides which representative serves which agent. Algorithms differ only in their assigner.
 * Its parameters are a matrix [k, n]. `weights` computes α from them inside the actors' loss, so that the gradient
 * reaches the parameters of a trained assigner.
 */
export interface Assigner {
  /** Whether the parameters are trained by the actors' loss, with Adam. */
  readonly trained: boolean;
  /** The algorithm's search for exchanges, if it has one. */
  readonly search?: SearchPlan;
  /**
   * Initial parameters, [k, n].
   * @param agents - for assigners that start from agents' parameters; always given in a run
   * @throws ConfigError if the algorithm cannot start from these agents
   */
  initialize(rng: Rng, agents?: Agents): Float32Array;
  /**
   * α: how much each representative serves each agent.
   * @param parameters - [k, n]
   * @returns [k, n]; a column sums to 1, or to 0 if no representative is trained for the agent
   */
  weights(parameters: tf.Tensor2D): tf.Tensor2D;
  /**
   * The parameters for the next iteration, if they are not trained.
   * @param parameters - [k, n]
   * @param iteration - the one that has just ended, from 1
   * @returns [k, n]
   */
  update(parameters: Float32Array, utilities: Utilities, iteration: number, rng: Rng): Float32Array;
  /** The representative of each agent, [n]; also of an agent whose column of α is 0. */
  assignment(parameters: Float32Array): Assignment;
}

/** The iterations, counted from 1, in which an algorithm searches beyond the reach of gradient steps. */
export interface SearchPlan {
  /** Whether a representative may be exchanged for a copy of another: see `bestExchange`. */
  exchanges(iteration: number): boolean;
  /** Whether episodes that give rewards only at their end are rewarded for what they add: see `payingWhatIsAdded`. */
  hindsight(iteration: number): boolean;
}

/** The facts about a run's agents that are known before it starts. */
export interface Agents {
  readonly environmentId: string;
  /** The p parameters in which agents differ. */
  readonly parameterSpecs: readonly Pick<AgentParameter, "name" | "minimum" | "maximum" | "integer">[];
  /** θ, [n, p]. */
  readonly parameters: Float64Array;
  /** The group of each agent, [n], that pretraining found, if the algorithm has a pretraining. */
  readonly clusters?: Assignment;
  /** The committee for these agents, if the algorithm has prototypes. */
  readonly committee?: Committee;
}

/** Numbers of representatives and agents. */
export interface PopulationSize {
  /** k. */
  readonly numRepresentatives: number;
  /** n. */
  readonly numAgents: number;
}
