import type { TrainConfig } from "../../config/train-config.js";
import type { Utilities } from "../../ops/assignment.js";
import { averageUtilities, type UtilityAverage } from "../../ops/utility-average.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import { summarizeEpisodes } from "../rollout/episodes.js";

/** A representative that became a copy of another, until it has finished an episode of its own. */
export interface Trial {
  /** [n]: the return that its behavior promised each agent. No return was ever seen to be that. */
  readonly promised: Float64Array;
  /** The iteration that it was made after. */
  readonly since: number;
}

/** [k]: of representatives that are on trial. */
export type Trials = readonly (Trial | undefined)[];

/**
 * What is expected of representatives, by which agents are assigned and exchanges are found: what a copy on trial
 * promised, and of others their utilities.
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

/** What is known of representatives, and of copies among them. */
export interface Knowledge {
  readonly utilities: UtilityAverage;
  readonly trials: Trials;
}

/**
 * Takes an iteration's episodes into the utilities. A copy's utilities are those of what it is a copy of, until an
 * episode ends that it began itself: with it they begin anew, and its trial is over. Episodes that another policy began
 * say nothing of it.
 * @param episodes - that ended in the iteration
 * @param iteration - which has just ended, from 1
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
