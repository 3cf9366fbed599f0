import type { Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";

/** What is to be covered, how closely, and by how many. */
export interface CoverProblem {
  /** θ, [n, p]: a row for each task, which is an agent. */
  readonly tasks: ParameterTable;
  /** ε, in θ's own units: a task is covered by a prototype if no coordinate is further from it. */
  readonly epsilon: number;
  /** K; where the method decides it, at most so many, which may be infinity. */
  readonly numPrototypes: number;
}

/**
 * Chooses prototypes, so that many tasks lie within ε of one.
 *   max Σᵢ 1[minⱼ ‖θ_j − θ_i‖∞ ≤ ε]
 * Ge et al. 2025, section 3.
 * @returns [K, p]
 */
export type Cover = (problem: CoverProblem, rng: Rng) => ParameterTable;

/** A cover as the registry has it. */
export interface CoverEntry {
  /** What it does, in a line. */
  readonly description: string;
  readonly choose: Cover;
  /** Whether it decides itself how many prototypes there are, up to K. */
  readonly decidesCount?: boolean;
}
