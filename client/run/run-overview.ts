import { isLocked } from "../base/lock.js";
import { numIterations } from "../base/num-iterations.js";
import { knownNumAgents } from "../config/population.js";
import type { TrainConfig } from "../config/train-config.js";
import type { MetricsRow, Summary } from "../records/records.js";
import { lastRow } from "./last-row.js";
import { type LatestWelfare, latestWelfare } from "./latest-welfare.js";
import { loadRun } from "./load-run.js";
import { readSummary } from "./read-summary.js";

/**
 * State of a run: a process is training it; it is finished and evaluated; it was stopped, and `caucus train --resume`
 * goes on with it; or one of its files cannot be read.
 */
export type RunState = "going on" | "finished" | "stopped" | "unreadable";

/** A run at a glance; unknown fields are null. */
export interface RunOverview extends LatestWelfare {
  /** Path of its directory. */
  readonly path: string;
  readonly environment: string | null;
  readonly algorithm: string | null;
  /** k. */
  readonly representatives: number | null;
  /** n. */
  readonly agents: number | null;
  readonly seed: number | null;
  readonly state: RunState;
  /** Why the run cannot be read; null if it can. */
  readonly reason: string | null;
  /** Number of iterations done. */
  readonly iterations: number | null;
  readonly plannedIterations: number | null;
}

/**
 * Reads a run's overview. It reads no checkpoint, so that it can read many runs in a second.
 * @param path - the run's directory
 * @param modules - modules of the user's own, which may define the run's algorithm
 * @returns the run with state "unreadable" if one of its files is damaged
 */
export async function overviewOf(path: string, modules?: readonly string[]): Promise<RunOverview> {
  const problems: string[] = [];
  const attempt = <T>(reading: Promise<T>): Promise<T | undefined> =>
    reading.catch((error: Error) => void problems.push(error.message.replaceAll("\n", "; ")));
  const run = await attempt(loadRun(path, { modules }));
  const row = await attempt(lastRow(path));
  const summary = run && (await attempt(readSummary(run.directory)));
  const locked = await attempt(isLocked(path));
  return {
    path,
    ...settingsOf(run?.config),
    agents: agentsOf(summary, row) ?? (run ? knownNumAgents(run.config) : null),
    state: stateOf(problems, locked, summary),
    reason: problems.length === 0 ? null : problems.join("; "),
    iterations: row?.iteration ?? (problems.length === 0 ? 0 : null),
    ...latestWelfare(summary, row),
  };
}

function settingsOf(config: TrainConfig | undefined) {
  return {
    environment: config?.env ?? null,
    algorithm: config?.algorithm ?? null,
    representatives: config?.representatives ?? null,
    seed: config?.seed ?? null,
    plannedIterations: config === undefined ? null : numIterations(config),
  };
}

function agentsOf(summary: Summary | undefined, row: MetricsRow | undefined): number | undefined {
  const assignment: unknown = summary?.assignment ?? row?.assignment;
  return Array.isArray(assignment) ? assignment.length : undefined;
}

function stateOf(
  problems: readonly string[],
  locked: boolean | undefined,
  summary: Summary | undefined,
): RunState {
  if (problems.length > 0) return "unreadable";
  if (locked) return "going on";
  return summary?.finished ? "finished" : "stopped";
}
