import { finishedNotes } from "./budget-note.js";

/** Mean and standard error of some runs. The mean is null if none is finished, the error if only one is. */
interface CellMean {
  readonly mean: number | null;
  readonly standardError: number | null;
}

/**
 * Mean ± standard error, with the number of runs if some are missing.
 * @param planned - planned number of runs
 */
export function cellText({ mean, standardError }: CellMean, finished: number, planned: number): string {
  if (mean === null) return `no run of ${planned} finished`;
  const error = standardError === null ? "" : ` ± ${standardError.toFixed(2)}`;
  const missing = finishedNotes(finished, planned).map((note) => ` (${note})`);
  return `${mean.toFixed(2)}${error}${missing.join("")}`;
}
