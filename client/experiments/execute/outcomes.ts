import { agentsWelfare } from "../../learner/welfare/agents-welfare.js";
import type { MetricsRow, Summary, Trajectories } from "../../records/records.js";
import { openRunDirectory } from "../../run/run-directory.js";
import type { Grid } from "../plan/grid.js";
import type { GridRun } from "../plan/grid-run.js";
import { type GridDirectory, runState } from "./grid-directory.js";

export type RunStatus = "finished" | "unfinished" | "lost";

/** Outcome of a run. */
export interface Outcome {
  readonly run: GridRun;
  readonly status: RunStatus;
  /** Why the run failed; empty if it did not. */
  readonly cause: string;
  readonly metrics: readonly MetricsRow[];
  /** Summary of a finished run. */
  readonly summary: Summary | null;
  readonly trajectories?: Trajectories;
}

/** @param lost - name of each failed run → reason */
export async function readOutcomes(
  directory: GridDirectory,
  { runs }: Grid,
  lost: ReadonlyMap<string, string>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const run of runs) outcomes.push(await readOutcome(directory.runPath(run), run, lost.get(run.name)));
  return outcomes;
}

async function readOutcome(path: string, run: GridRun, cause: string | undefined): Promise<Outcome> {
  const state = await runState(path);
  const missing = { run, status: cause === undefined ? "unfinished" : "lost", cause: cause ?? "" } as const;
  if (state === "absent") return { ...missing, metrics: [], summary: null };
  const files = await openRunDirectory(path);
  const metrics = await files.readMetrics();
  if (state === "begun") return { ...missing, metrics, summary: null };
  const [summary, trajectories] = [(await files.readSummary())!, await files.readTrajectories()];
  return { run, status: "finished", cause: "", metrics, summary, trajectories };
}

/** Environment steps of each representative so far. */
export function transitionsOf({ metrics }: Outcome): number {
  return metrics.at(-1)?.transitions ?? 0;
}

/** The lowest welfare of any agent at the end. */
export function worstAgent(summary: Summary): number {
  return Math.min(...agentsWelfare(summary));
}

/** Wall time of a run: from its summary or, without one, the sum over its iterations. */
export function secondsOf({ summary, metrics }: Outcome): number {
  return summary?.seconds ?? metrics.reduce((sum, { seconds }) => sum + seconds.total, 0);
}
