import { type ParameterTable, tableRows } from "../../tables/parameter-table.js";
import { type Coverage, coverageNotes } from "./coverage.js";

/** Results of a cover, as records keep them. Tasks are numbered from 0. */
export interface CoverFacts {
  /** The method's name. */
  readonly cover: string;
  /** ε, in θ's units. */
  readonly epsilon: number;
  /** Share of tasks within ε of a prototype. */
  readonly coverage: number;
  /** [K, p]. */
  readonly prototypes: readonly (readonly number[])[];
  /** [K]: the number of tasks within ε of each prototype; a task may be within ε of several. */
  readonly sizes: readonly number[];
  /** Tasks that are not within ε of any prototype. */
  readonly uncovered: readonly number[];
  /** Sentences about unusual results, with what to change. */
  readonly notes: readonly string[];
}

/** @param prototypes - [K, p] */
export function coverFacts(
  cover: string,
  epsilon: number,
  prototypes: ParameterTable,
  coverage: Coverage,
): CoverFacts {
  return {
    cover,
    epsilon,
    prototypes: tableRows(prototypes),
    coverage: coverage.share,
    sizes: coverage.members.map(({ length }) => length),
    uncovered: coverage.uncovered,
    notes: coverageNotes(coverage, cover, epsilon),
  };
}
