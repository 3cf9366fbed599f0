import type { EvaluationProgress } from "../learner/play/evaluation-progress.js";
import type { MetricsRow } from "../records/records.js";
import type { Phase } from "../run/train-run.js";
import { progressText } from "./progress-text.js";
import { createStatusLine } from "./status-line.js";
import { createTimeLeft } from "./time-left.js";

/** Progress display for people. */
export interface Progress<T> {
  show(what: T): void;
  stop(): void;
}

/** Milliseconds between progress lines if there is no terminal. */
const QUIET = 10_000;

/** Shows the progress of one phase of a run. */
export function createProgress(phase: Phase): Progress<MetricsRow> {
  const { iterations } = phase;
  // Only phases before training are named.
  const name = phase.name === "training" ? "" : phase.name;
  const factsOf = (row: MetricsRow) => [
    `welfare ${welfareText(row)}`,
    `${Math.round(row.transitionsPerSecond)} transitions/s`,
  ];
  if (!process.stderr.isTTY) {
    const lines = progressLines(0);
    const prefix = name === "" ? "" : `${name}: `;
    const textOf = (row: MetricsRow) =>
      `${prefix}${[`iteration ${row.iteration}/${iterations}`, ...factsOf(row)].join(" · ")}`;
    return { show: (row) => lines.show(() => textOf(row), row.iteration === iterations), stop: () => {} };
  }
  const bar = progressBar(name);
  bar.show(phase.firstIteration / iterations, []);
  return { show: (row) => bar.show(row.iteration / iterations, factsOf(row)), stop: bar.end };
}

/** Shows the progress of successive evaluations. */
export function createEvaluationProgress(): Progress<EvaluationProgress> {
  let name: string | undefined;
  let bar: ReturnType<typeof progressBar> | undefined;
  const lines = progressLines(performance.now());
  const stop = () => bar?.end();
  return {
    stop,
    show(progress) {
      if (!process.stderr.isTTY) {
        lines.show(() => `${progress.name}: ${Math.floor(100 * progress.share)}%`);
        return;
      }
      if (progress.name !== name) {
        stop();
        name = progress.name;
        bar = progressBar(name);
      }
      bar!.show(progress.share, []);
    },
  };
}

/** Shows progress while a function evaluates. */
export async function showingEvaluation<R>(
  evaluate: (show: (progress: EvaluationProgress) => void) => Promise<R>,
): Promise<R> {
  const progress = createEvaluationProgress();
  try {
    return await evaluate(progress.show);
  } finally {
    progress.stop();
  }
}

function progressBar(name: string) {
  const line = createStatusLine(process.stderr);
  const timeLeft = createTimeLeft();
  return {
    show(share: number, facts: readonly string[]) {
      const secondsLeft = timeLeft(share, performance.now());
      line.show((columns) => progressText({ name, share, secondsLeft, facts }, columns));
    },
    end: line.end,
  };
}

/** @param last - time of the last printed line, in milliseconds */
function progressLines(last: number) {
  let saidAt = last;
  return {
    show(textOf: () => string, always = false) {
      if (!always && performance.now() - saidAt < QUIET) return;
      saidAt = performance.now();
      console.error(textOf());
    },
  };
}

function welfareText({ welfare, participation }: MetricsRow): string {
  if (welfare === null) return "–";
  const share = participation === 1 ? "" : ` (${Math.round(100 * participation!)}% take part)`;
  return `${welfare.toFixed(1)}${share}`;
}
