import { Presets, SingleBar } from "cli-progress";
import type { MetricsRow } from "../run/records.js";
import type { Phase } from "../run/train-run.js";

/** What a person sees while a run goes on. */
export interface Progress {
  show(row: MetricsRow): void;
  stop(): void;
}

/** Lines between which nothing is said, where there is no terminal; in milliseconds. */
const QUIET = 10_000;

/** Of one phase of a run. */
export function createProgress(phase: Phase): Progress {
  return process.stderr.isTTY ? progressBar(phase) : progressLines(phase);
}

/** What comes before training is named. */
const prefixOf = ({ name }: Phase) => (name === "training" ? "" : `${name}: `);

function progressBar(phase: Phase): Progress {
  const { iterations, firstIteration } = phase;
  const format = `${prefixOf(phase)}{bar} {percentage}% · welfare {welfare} · {rate} transitions/s · {eta_formatted} left`;
  const bar = new SingleBar({ format, hideCursor: true, etaBuffer: 20 }, Presets.shades_classic);
  bar.start(iterations, firstIteration, { welfare: "–", rate: "–" });
  // The cursor is hidden: however the process ends, it comes back.
  const stop = () => bar.stop();
  process.once("exit", stop);
  return {
    show(row) {
      bar.update(row.iteration, { welfare: welfareText(row), rate: Math.round(row.transitionsPerSecond) });
    },
    stop() {
      process.off("exit", stop);
      stop();
    },
  };
}

function progressLines(phase: Phase): Progress {
  const { iterations } = phase;
  let last = 0;
  return {
    show(row) {
      if (row.iteration < iterations && performance.now() - last < QUIET) return;
      last = performance.now();
      const rate = `${Math.round(row.transitionsPerSecond)} transitions/s`;
      const count = `iteration ${row.iteration}/${iterations}`;
      console.error(`${prefixOf(phase)}${count} · welfare ${welfareText(row)} · ${rate}`);
    },
    stop: () => {},
  };
}

function welfareText({ welfare, participation }: MetricsRow): string {
  if (welfare === null) return "–";
  const share = participation === 1 ? "" : ` (${Math.round(100 * participation!)}% take part)`;
  return `${welfare.toFixed(1)}${share}`;
}
