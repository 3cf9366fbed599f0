import { finishedNotes } from "./budget-note.js";

/** What a table says of some runs; null if none has finished, and of a single one's error. */
interface CellMean {
  readonly mean: number | null;
  readonly standardError: number | null;
}

/**
 * Mean ± standard error, and how many runs it is of if not of all.
 * @param planned - how many there are to be
 */
export function cellText({ mean, standardError }: CellMean, finished: number, planned: number): string {
  if (mean === null) return `no run of ${planned} finished`;
  const error = standardError === null ? "" : ` ± ${standardError.toFixed(2)}`;
  const missing = finishedNotes(finished, planned).map((note) => ` (${note})`);
  return `${mean.toFixed(2)}${error}${missing.join("")}`;
}
