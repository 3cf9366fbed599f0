import type { Grid } from "../plan/grid.js";
import type { GridRun } from "../plan/grid-run.js";
import { type GridDirectory, runState } from "./grid-directory.js";
import { lastIteration } from "./last-iteration.js";
import { startRun } from "./run-process.js";

/** How the training of a run ended. */
export interface RunEnd {
  readonly status: "finished" | "stopped" | "lost";
  /** Why the run failed; empty if it did not. */
  readonly cause: string;
}

/** Callbacks about a grid's progress. */
export interface GridObserver {
  /** @param resumed - whether the run was resumed rather than started */
  started(run: GridRun, resumed: boolean): void;
  ended(run: GridRun, end: RunEnd): void;
  /**
   * Called about once a second.
   * @param work - number of representatives' iterations that are done in the whole grid
   */
  progressed(work: number): void;
}

export interface GridExecution {
  /** J, the number of runs at a time. */
  readonly jobs: number;
  /** Flags of `caucus train` for the runs' servers; empty for embedded servers. */
  readonly serverFlags: readonly string[];
  /** Stops the runs after their current iteration, and starts no more. */
  readonly signal: AbortSignal;
  readonly observer: GridObserver;
}

/** Milliseconds between checks of the runs' files. */
const INTERVAL = 1000;

/** Total number of representatives' iterations in a grid. */
export function totalWork(runs: readonly GridRun[]): number {
  return runs.reduce((sum, run) => sum + workOf(run, run.iterations), 0);
}

function workOf({ budget }: GridRun, iterations: number): number {
  return budget.representatives * iterations;
}

/**
 * Trains the unfinished runs of a grid, each in its own process, J at a time. A run that fails does not stop the others.
 * @returns name of each failed run → reason
 */
export async function runGrid(
  directory: GridDirectory,
  grid: Grid,
  { jobs, serverFlags, signal, observer }: GridExecution,
): Promise<Map<string, string>> {
  const lost = new Map<string, string>();
  const states = await Promise.all(grid.runs.map((run) => runState(directory.runPath(run))));
  const waiting = grid.runs.filter((_, i) => states[i] !== "finished");
  const begun = new Set(grid.runs.filter((_, i) => states[i] === "begun"));
  const watch = watchWork(directory, grid.runs, observer);
  const trainNext = async (): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined && !signal.aborted; run = waiting.shift()) {
      observer.started(run, begun.has(run));
      const end = await trainRun(directory, run, serverFlags, signal);
      if (end.status === "lost") lost.set(run.name, end.cause);
      await watch.look();
      observer.ended(run, end);
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, trainNext));
  } finally {
    watch.end();
  }
  return lost;
}

async function trainRun(
  directory: GridDirectory,
  run: GridRun,
  serverFlags: readonly string[],
  signal: AbortSignal,
): Promise<RunEnd> {
  try {
    const { stop, failure } = await startRun(directory, run, serverFlags);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    const cause = await failure.finally(() => signal.removeEventListener("abort", stop));
    if (cause !== null) return { status: "lost", cause };
    if ((await runState(directory.runPath(run))) === "finished") return { status: "finished", cause: "" };
    if (signal.aborted) return { status: "stopped", cause: "" };
    return { status: "lost", cause: "ended before it was finished" };
  } catch (error) {
    return { status: "lost", cause: (error as Error).message };
  }
}

/** Reports progress to the observer, from the runs' files. */
function watchWork(directory: GridDirectory, runs: readonly GridRun[], observer: GridObserver) {
  const done = new Map<GridRun, number>();
  const look = async () => {
    for (const run of runs) {
      if (done.get(run) === run.iterations) continue;
      // If a cover finds fewer clusters than k, fewer policies have more iterations each.
      done.set(run, Math.min(await lastIteration(directory.runPath(run)), run.iterations));
    }
    observer.progressed([...done].reduce((sum, [run, iterations]) => sum + workOf(run, iterations), 0));
  };
  // If a check fails, the next one may succeed.
  const timer = setInterval(() => void look().catch(() => {}), INTERVAL);
  return { look: () => look().catch(() => {}), end: () => clearInterval(timer) };
}
