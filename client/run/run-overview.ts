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
 * How a run stands: a process is going on with it; it is finished and evaluated; it was stopped, so that
 * `caucus train --resume` goes on with it; or something of it cannot be read.
 */
export type RunState = "going on" | "finished" | "stopped" | "unreadable";

/** A run at a glance; null where a run does not say. */
export interface RunOverview extends LatestWelfare {
  /** Of its directory. */
  readonly path: string;
  readonly environment: string | null;
  readonly algorithm: string | null;
  /** k. */
  readonly representatives: number | null;
  /** n. */
  readonly agents: number | null;
  readonly seed: number | null;
  readonly state: RunState;
  /** Why it cannot be read; null if it can. */
  readonly reason: string | null;
  /** Iterations done, and those planned. */
  readonly iterations: number | null;
  readonly plannedIterations: number | null;
}

/**
 * Reads little of a run, and no checkpoint, so that many are read in a second.
 * @param path - the run's directory
 * @param modules - the user's own, one of which may have the run's algorithm
 * @returns the run with state "unreadable" if something of it is damaged
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
