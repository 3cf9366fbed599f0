import type { Grid } from "../plan/grid.js";
import type { GridRun } from "../plan/grid-run.js";
import { type GridDirectory, runState } from "./grid-directory.js";
import { lastIteration } from "./last-iteration.js";
import { startRun } from "./run-process.js";

/** How the training of a run ended. */
export interface RunEnd {
  readonly status: "finished" | "stopped" | "lost";
  /** Why it was lost; empty if it was not. */
  readonly cause: string;
}

/** Who is told how a grid goes on. */
export interface GridObserver {
  /** @param resumed - rather than begun */
  started(run: GridRun, resumed: boolean): void;
  ended(run: GridRun, end: RunEnd): void;
  /**
   * About once a second.
   * @param work - representatives' iterations done, of all in the grid
   */
  progressed(work: number): void;
}

export interface GridExecution {
  /** J, how many runs at a time. */
  readonly jobs: number;
  /** The runs' servers and how to reach them, as flags of `caucus train`; embedded ones if empty. */
  readonly serverFlags: readonly string[];
  /** Stops the runs after their iteration, and starts no more. */
  readonly signal: AbortSignal;
  readonly observer: GridObserver;
}

/** Milliseconds between looks at what the runs have written. */
const INTERVAL = 1000;

/** Representatives' iterations in a grid. */
export function totalWork(runs: readonly GridRun[]): number {
  return runs.reduce((sum, run) => sum + workOf(run, run.iterations), 0);
}

function workOf({ budget }: GridRun, iterations: number): number {
  return budget.representatives * iterations;
}

/**
 * Trains the runs of a grid that are not finished, each in a process of its own, J at a time. One that fails does
 * not stop the others.
 * @returns name of each lost run → why
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

/** Tells the observer how much is done, from what the runs have written. */
function watchWork(directory: GridDirectory, runs: readonly GridRun[], observer: GridObserver) {
  const done = new Map<GridRun, number>();
  const look = async () => {
    for (const run of runs) {
      if (done.get(run) === run.iterations) continue;
      // A cover that finds fewer clusters than k has more iterations of fewer policies.
      done.set(run, Math.min(await lastIteration(directory.runPath(run)), run.iterations));
    }
    observer.progressed([...done].reduce((sum, [run, iterations]) => sum + workOf(run, iterations), 0));
  };
  // Who cannot be looked at now is looked at later.
  const timer = setInterval(() => void look().catch(() => {}), INTERVAL);
  return { look: () => look().catch(() => {}), end: () => clearInterval(timer) };
}
