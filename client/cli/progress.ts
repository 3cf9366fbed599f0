import type { EvaluationProgress } from "../learner/play/evaluation-progress.js";
import type { MetricsRow } from "../records/records.js";
import type { Phase } from "../run/train-run.js";
import { progressText } from "./progress-text.js";
import { createStatusLine } from "./status-line.js";
import { createTimeLeft } from "./time-left.js";

/** What a person sees while something goes on. */
export interface Progress<T> {
  show(what: T): void;
  stop(): void;
}

/** Between lines, where there is no terminal; in milliseconds. */
const QUIET = 10_000;

/** Of one phase of a run. */
export function createProgress(phase: Phase): Progress<MetricsRow> {
  const { iterations } = phase;
  // What comes before training is named.
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

/** Of evaluations, one after the other. */
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

/** While something is evaluated. */
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

/** @param last - when a line was said, in milliseconds */
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
