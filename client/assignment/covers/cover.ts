import type { Rng } from "../../../envs/rng.js";
import type { ParameterTable } from "../../tables/parameter-table.js";

/** The tasks to cover, ε, and the number of prototypes. */
export interface CoverProblem {
  /** θ, [n, p]: a row for each task, which is an agent. */
  readonly tasks: ParameterTable;
  /** ε, in θ's units: a prototype covers a task if they differ by at most ε in every coordinate. */
  readonly epsilon: number;
  /** K, or an upper limit if the method decides the number, which may be infinity. */
  readonly numPrototypes: number;
}

/**
 * Chooses prototypes, so that many tasks lie within ε of one.
 *   max Σᵢ 1[minⱼ ‖θ_j − θ_i‖∞ ≤ ε]
 * Ge et al. 2025, section 3.
 * @returns [K, p]
 */
export type Cover = (problem: CoverProblem, rng: Rng) => ParameterTable;

/** A cover's entry in the registry. */
export interface CoverEntry {
  /** One line that says what the cover does. */
  readonly description: string;
  readonly choose: Cover;
  /** Whether the cover decides the number of prototypes itself, up to K. */
  readonly decidesCount?: boolean;
}
