import { isDeepStrictEqual } from "node:util";
import type { TrainConfig } from "../config/train-config.js";
import type { MetricsRow, Summary } from "../records/records.js";
import { isEvaluated, type LatestWelfare, latestWelfare } from "./latest-welfare.js";
import { loadRun } from "./load-run.js";
import { readSummary } from "./read-summary.js";

/** The facts about a run that are compared with those of other runs. */
export interface ComparedRun extends LatestWelfare {
  /** Path of its directory. */
  readonly path: string;
  readonly config: TrainConfig;
  readonly metrics: readonly MetricsRow[];
  /** Environment steps of each representative so far. */
  readonly transitions: number;
  /** Wall time of the training so far. */
  readonly seconds: number;
}

/**
 * @param modules - modules of the user's own, which may define the run's algorithm
 * @throws Error if a file of the run cannot be read; its text does not always name the run
 */
export async function readComparedRun(path: string, modules?: readonly string[]): Promise<ComparedRun> {
  const { directory, config } = await loadRun(path, { modules });
  const metrics = await directory.readMetrics();
  const summary = await readSummary(directory);
  const row = metrics.at(-1);
  return {
    path,
    config,
    metrics,
    transitions: row?.transitions ?? summary?.transitions ?? 0,
    seconds: secondsOf(summary, metrics),
    ...latestWelfare(summary, row),
  };
}

function secondsOf(summary: Summary | undefined, metrics: readonly MetricsRow[]): number {
  if (isEvaluated(summary, metrics.at(-1))) return summary.seconds;
  return metrics.reduce((sum, { seconds }) => sum + seconds.total, 0);
}

/** Settings that differ between runs, in the order of the config. */
export function differingSettings(configs: readonly TrainConfig[]): (keyof TrainConfig)[] {
  const [first, ...others] = configs;
  const keys = Object.keys(first) as (keyof TrainConfig)[];
  return keys.filter((key) => others.some((other) => !isDeepStrictEqual(other[key], first[key])));
}

/** Groups runs that differ only in their seed. Groups and runs keep the order in which they are given. */
export function groupedBySettings(runs: readonly ComparedRun[]): ComparedRun[][] {
  const groups: ComparedRun[][] = [];
  for (const run of runs) {
    const isSame = ([other]: readonly ComparedRun[]) =>
      differingSettings([run.config, other.config]).every((key) => key === "seed");
    const group = groups.find(isSame);
    if (group === undefined) groups.push([run]);
    else group.push(run);
  }
  return groups;
}
