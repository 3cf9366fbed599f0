import { type GridObserver, totalWork } from "../experiments/execute/run-grid.js";
import type { Grid } from "../experiments/plan/grid.js";
import type { GridRun } from "../experiments/plan/grid-run.js";
import { progressText } from "./progress-text.js";
import { createStatusLine } from "./status-line.js";
import { createTimeLeft } from "./time-left.js";

/** Progress display for people while a grid is trained. */
export interface GridProgress extends GridObserver {
  stop(): void;
}

/** Milliseconds between progress lines if there is no terminal. */
const QUIET = 30_000;

/** @param finishedRuns - number of runs that were finished before this command started */
export function createGridProgress({ runs }: Grid, finishedRuns: number): GridProgress {
  const display = process.stderr.isTTY ? barDisplay(totalWork(runs)) : lineDisplay(totalWork(runs));
  const running = new Set<GridRun>();
  let finished = finishedRuns;
  let done = 0;
  const update = () =>
    display.update(
      done,
      `${finished} of ${runs.length} runs`,
      [...running].map(({ name }) => name),
    );
  return {
    started(run, resumed) {
      running.add(run);
      display.say(`${resumed ? "going on with" : "training"} ${run.name}`);
      update();
    },
    ended(run, { status, cause }) {
      running.delete(run);
      if (status === "finished") finished++;
      display.say(`${status} ${run.name}${cause === "" ? "" : `: ${cause}`}`);
      update();
    },
    progressed(work) {
      done = work;
      update();
    },
    stop: display.stop,
  };
}

/** A terminal's progress bar with lines above it, or only lines. */
interface Display {
  say(line: string): void;
  update(done: number, count: string, running: readonly string[]): void;
  stop(): void;
}

function barDisplay(total: number): Display {
  const line = createStatusLine(process.stderr);
  const timeLeft = createTimeLeft();
  return {
    say: line.say,
    update(done, count, running) {
      const share = done / total;
      const secondsLeft = timeLeft(share, performance.now());
      const facts = [count, ...(running.length > 0 ? [running.join(", ")] : [])];
      line.show((columns) => progressText({ name: "", share, secondsLeft, facts }, columns));
    },
    stop: line.end,
  };
}

function lineDisplay(total: number): Display {
  let last = performance.now();
  return {
    say: (line) => console.error(line),
    update(done, count, running) {
      if (performance.now() - last < QUIET) return;
      last = performance.now();
      console.error(`${((100 * done) / total).toFixed(1)} % · ${count} · ${running.join(", ")}`);
    },
    stop: () => {},
  };
}
