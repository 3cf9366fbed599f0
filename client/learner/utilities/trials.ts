import type { TrainConfig } from "../../config/train-config.js";
import type { Utilities } from "../../ops/assignment.js";
import { averageUtilities, type UtilityAverage } from "../../ops/utility-average.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import { summarizeEpisodes } from "../rollout/episodes.js";

/** The trial of a representative that became a copy of another; it ends when the copy has finished an episode of its own. */
export interface Trial {
  /** [n]: the return that its behavior promised each agent. It is an estimate that no whole episode has confirmed. */
  readonly promised: Float64Array;
  /** The iteration after which the copy was made. */
  readonly since: number;
}

/** [k]: the trial of each representative, undefined for those that are not on trial. */
export type Trials = readonly (Trial | undefined)[];

/**
 * Expected utilities, by which agents are assigned and exchanges are found: the promised returns of a copy on trial, and
 * the utilities of every other representative.
 * @param utilities - Q, [k, n]
 * @returns [k, n]
 */
export function expectedUtilities(utilities: Utilities, trials: Trials): Utilities {
  if (trials.every((trial) => trial === undefined)) return utilities;
  const expected = utilities.slice();
  trials.forEach((trial, j) => {
    if (trial !== undefined) expected.set(trial.promised, j * trial.promised.length);
  });
  return expected;
}

/** Utilities of the representatives, and the trials of copies among them. */
export interface Knowledge {
  readonly utilities: UtilityAverage;
  readonly trials: Trials;
}

/**
 * Updates the utilities with an iteration's episodes. A copy keeps the utilities of its original until an episode ends
 * that the copy itself began. That episode replaces them and ends the trial. Episodes that the old policy began are
 * ignored.
 * @param episodes - those that ended in the iteration
 * @param iteration - the one that has just ended, from 1
 */
export function updateUtilities(
  { utilities, trials }: Knowledge,
  episodes: readonly FinishedEpisode[],
  iteration: number,
  config: Pick<TrainConfig, "batchSize" | "envsPerRepresentative" | "utilityReturns" | "utilityRate">,
): Knowledge {
  const { batchSize, envsPerRepresentative: B, utilityReturns, utilityRate } = config;
  const k = trials.length;
  const n = utilities.utilities.length / k;
  const own = episodes.filter(({ environment, length }) => {
    const trial = trials[Math.floor(environment / B)];
    return trial === undefined || length <= ((iteration - trial.since) * batchSize) / B;
  });
  const { counts, latest, returns } = summarizeEpisodes(own, k, B, n);
  const isOver = (j: number) => trials[j] !== undefined && counts[j] > 0;
  const known = utilities.known.map((before, j) => before && !isOver(j));
  const newest = utilityReturns === "latest" ? latest : returns;
  return {
    utilities: averageUtilities({ ...utilities, known }, newest, counts, utilityRate),
    trials: trials.map((trial, j) => (isOver(j) ? undefined : trial)),
  };
}
