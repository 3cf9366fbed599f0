import type { Utilities } from "../../ops/assignment.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import { summarizeEpisodes } from "../rollout/episodes.js";
import type { Rollout } from "../rollout/rollout.js";
import { windowsIn } from "./windows.js";

/** Some steps of a representative, with the returns it would get if it always acted like that. */
export interface Behavior {
  /** The representative that acted, 0 … k − 1. */
  readonly representative: number;
  /** [n]: the return each agent would get from an episode. The array may be overwritten for the next behavior. */
  readonly utilities: Float64Array;
}

/**
 * The behaviors in a rollout, one for each window of steps. If a window ends its episode, its rewards count as they are;
 * otherwise they are scaled to an episode's usual length.
 * @param episodeLengths - [k], mean steps
 */
export function* windowsOf(rollout: Rollout, episodeLengths: readonly number[]): Generator<Behavior> {
  const [T, k, B] = rollout.shape;
  const n = rollout.rewards.length / (T * k * B);
  const utilities = new Float64Array(n);
  for (let j = 0; j < k; j++) {
    for (const { rows, ended } of windowsIn(rollout, j)) {
      utilities.fill(0);
      for (const row of rows) addRow(utilities, rollout.rewards, row);
      if (!ended) scale(utilities, Math.max(episodeLengths[j] / rows.length, 1));
      yield { representative: j, utilities };
    }
  }
}

/**
 * The behaviors in a rollout, one for each episode. An episode's behavior is worth the utilities of its representative,
 * plus the difference between the episode's return and the mean return of that representative's episodes in the rollout.
 *   u = Q + R − R̄
 * @param utilities - Q, [k, n]
 * @param episodes - those that ended in the rollout; environment j · B + b belongs to representative j
 */
export function* episodesOf(
  { shape: [, k, B] }: Rollout,
  episodes: readonly FinishedEpisode[],
  utilities: Utilities,
): Generator<Behavior> {
  const n = utilities.length / k;
  const means = summarizeEpisodes(episodes, k, B, n).returns;
  for (const { environment, returns } of episodes) {
    const representative = Math.floor(environment / B);
    const own = representative * n;
    const worth = (value: number, i: number) => utilities[own + i] + value - means[own + i];
    yield { representative, utilities: Float64Array.from(returns, worth) };
  }
}

/**
 * Adds a row to sums.
 * @param sums - [n], changed
 * @param rows - [.., n]
 */
export function addRow(sums: Float64Array, rows: Float32Array, row: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] += rows[row * sums.length + i];
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}
