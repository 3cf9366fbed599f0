import { lastRow } from "../../run/last-row.js";

/** The last iteration that a run has written, also while it is training; 0 if there is none. */
export async function lastIteration(runPath: string): Promise<number> {
  return (await lastRow(runPath))?.iteration ?? 0;
}
