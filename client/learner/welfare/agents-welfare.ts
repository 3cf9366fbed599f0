import { assignedValues } from "../../ops/agent-values.js";
import { withOutsideOptions } from "../../ops/outside-options.js";
import type { Summary } from "../../records/records.js";

/**
 * What each agent has in the end, by a run's evaluation: what its representative gets it or, if that is no
 * less, its outside option.
 * @returns [n], on the environment's report scale
 */
export function agentsWelfare({
  assignment,
  utilities,
  outsideOptions,
}: Pick<Summary, "assignment" | "utilities" | "outsideOptions">): Float64Array {
  const values = assignedValues(utilities.flat(), Int32Array.from(assignment));
  // Summaries of older runs do not have them.
  return outsideOptions ? withOutsideOptions(values, Float64Array.from(outsideOptions)) : values;
}

/** Numbers of the agents who opted out, by a run's evaluation. */
export function optedOut({
  assignment,
  utilities,
  outsideOptions,
}: Pick<Summary, "assignment" | "utilities" | "outsideOptions">): number[] {
  if (!outsideOptions) return [];
  return [...assignment.keys()].filter((i) => utilities[assignment[i]][i] <= outsideOptions[i]);
}
