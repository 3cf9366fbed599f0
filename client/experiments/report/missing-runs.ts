import { type Outcome, transitionsOf } from "../execute/outcomes.js";

/** Each run that is not there, and why. */
export function missingRuns(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ status }) => status !== "finished")
    .map((outcome) => {
      const { run, status, cause } = outcome;
      if (status === "lost") return `Lost: ${run.name} (${cause})`;
      return `Unfinished: ${run.name} (${transitionsOf(outcome)} of ${run.transitions} transitions)`;
    });
}
