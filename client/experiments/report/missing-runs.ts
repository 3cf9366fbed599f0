import { type Outcome, transitionsOf } from "../execute/outcomes.js";

/** A line for each missing run, with the reason. */
export function missingRuns(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ status }) => status !== "finished")
    .map((outcome) => {
      const { run, status, cause } = outcome;
      if (status === "lost") return `Failed: ${run.name} (${cause})`;
      return `Unfinished: ${run.name} (${transitionsOf(outcome)} of ${run.transitions} transitions)`;
    });
}
