import { type ParameterTable, tableRows } from "../../tables/parameter-table.js";
import { type Coverage, coverageNotes } from "./coverage.js";

/** What a cover came to, as records have it. Tasks are numbered from 0. */
export interface CoverFacts {
  /** The method's name. */
  readonly cover: string;
  /** ε, in θ's units. */
  readonly epsilon: number;
  /** Share of tasks within ε of a prototype. */
  readonly coverage: number;
  /** [K, p]. */
  readonly prototypes: readonly (readonly number[])[];
  /** [K]: tasks within ε of each prototype; a task may be within ε of several. */
  readonly sizes: readonly number[];
  /** Tasks within ε of none. */
  readonly uncovered: readonly number[];
  /** What is odd about it, and what to change. */
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
