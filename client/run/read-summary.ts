import { join } from "node:path";
import type { Summary } from "../records/records.js";
import { type RunDirectory, RunDirectoryError } from "./run-directory.js";

/**
 * Reads a run's summary, if the run was evaluated.
 * @throws Error if its summary.json holds something else
 */
export async function readSummary(directory: RunDirectory): Promise<Summary | undefined> {
  const summary = await directory.readSummary();
  if (summary === undefined || isSummary(summary)) return summary;
  const path = join(directory.path, "summary.json");
  throw new RunDirectoryError(`${path}: expected what a run came to, got something else`);
}

function isSummary(value: Partial<Summary> | null): boolean {
  const { welfare, assignment, transitions, seconds } = value ?? {};
  const numbers = [welfare?.mean, welfare?.standardError, transitions, seconds];
  return Array.isArray(assignment) && numbers.every((number) => typeof number === "number");
}
