import { assignedValues } from "../../ops/agent-values.js";
import { withOutsideOptions } from "../../ops/outside-options.js";
import type { Summary } from "../../records/records.js";

/**
 * Each agent's welfare in a run's evaluation: the return that its representative achieves for it or, if that is not
 * smaller, its outside option.
 * @returns [n], on the environment's report scale
 */
export function agentsWelfare({
  assignment,
  utilities,
  outsideOptions,
}: Pick<Summary, "assignment" | "utilities" | "outsideOptions">): Float64Array {
  const values = assignedValues(utilities.flat(), Int32Array.from(assignment));
  // Summaries of older runs lack outside options.
  return outsideOptions ? withOutsideOptions(values, Float64Array.from(outsideOptions)) : values;
}

/** Indices of the agents that opted out in a run's evaluation. */
export function optedOut({
  assignment,
  utilities,
  outsideOptions,
}: Pick<Summary, "assignment" | "utilities" | "outsideOptions">): number[] {
  if (!outsideOptions) return [];
  return [...assignment.keys()].filter((i) => utilities[assignment[i]][i] <= outsideOptions[i]);
}
