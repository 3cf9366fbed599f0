import { Presets, SingleBar } from "cli-progress";
import type { MetricsRow } from "../run/records.js";

/** What a person sees while a run goes on. */
export interface Progress {
  show(row: MetricsRow): void;
  stop(): void;
}

/** Lines between which nothing is said, where there is no terminal; in milliseconds. */
const QUIET = 10_000;

/** @param firstIteration - done before, by an earlier part of the run */
export function createProgress(iterations: number, firstIteration: number): Progress {
  return process.stderr.isTTY ? progressBar(iterations, firstIteration) : progressLines(iterations);
}

function progressBar(iterations: number, firstIteration: number): Progress {
  const format = "{bar} {percentage}% · welfare {welfare} · {rate} transitions/s · {eta_formatted} left";
  const bar = new SingleBar({ format, hideCursor: true, etaBuffer: 20 }, Presets.shades_classic);
  bar.start(iterations, firstIteration, { welfare: "–", rate: "–" });
  return {
    show(row) {
      bar.update(row.iteration, { welfare: welfareText(row), rate: Math.round(row.transitionsPerSecond) });
    },
    stop: () => bar.stop(),
  };
}

function progressLines(iterations: number): Progress {
  let last = 0;
  return {
    show(row) {
      if (row.iteration < iterations && performance.now() - last < QUIET) return;
      last = performance.now();
      const rate = `${Math.round(row.transitionsPerSecond)} transitions/s`;
      console.error(`iteration ${row.iteration}/${iterations} · welfare ${welfareText(row)} · ${rate}`);
    },
    stop: () => {},
  };
}

function welfareText({ welfare }: MetricsRow): string {
  return welfare === null ? "–" : welfare.toFixed(1);
}
