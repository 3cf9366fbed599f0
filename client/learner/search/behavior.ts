import type { Utilities } from "../../ops/assignment.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import { summarizeEpisodes } from "../rollout/episodes.js";
import type { Rollout } from "../rollout/rollout.js";

/** Steps in a window: enough to show a way of acting, few enough that it does not change within the window. */
export const WINDOW_STEPS = 32;

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
 * @param representatives - those whose windows are wanted
 */
export function* windowsOf(
  rollout: Rollout,
  episodeLengths: readonly number[],
  representatives: readonly number[],
): Generator<Behavior> {
  const [T, k, B] = rollout.shape;
  const n = rollout.rewards.length / (T * k * B);
  const utilities = new Float64Array(n);
  for (const j of representatives) {
    for (let b = 0; b < B; b++) {
      let steps = 0;
      for (let t = 0; t < T; t++) {
        const row = (t * k + j) * B + b;
        if (steps++ === 0) utilities.fill(0);
        addRow(utilities, rollout.rewards, row);
        const ended = rollout.done[row] === 1;
        if (!ended && steps < WINDOW_STEPS) continue;
        if (!ended) scale(utilities, Math.max(episodeLengths[j] / steps, 1));
        yield { representative: j, utilities };
        steps = 0;
      }
    }
  }
}

/**
 * The behaviors in a rollout, one for each episode. An episode's behavior is worth the utilities of its representative,
 * plus the difference between the episode's return and the mean return of that representative's episodes in the rollout.
 *   u = Q + R − R̄
 * @param utilities - Q, [k, n]
 * @param episodes - those that ended in the rollout; environment j · B + b belongs to representative j
 * @param representatives - those whose episodes are wanted
 */
export function* episodesOf(
  { shape: [, k, B] }: Rollout,
  episodes: readonly FinishedEpisode[],
  utilities: Utilities,
  representatives: readonly number[],
): Generator<Behavior> {
  const n = utilities.length / k;
  const means = summarizeEpisodes(episodes, k, B, n).returns;
  for (const { environment, returns } of episodes) {
    const representative = Math.floor(environment / B);
    if (!representatives.includes(representative)) continue;
    const own = representative * n;
    const worth = (value: number, i: number) => utilities[own + i] + value - means[own + i];
    yield { representative, utilities: Float64Array.from(returns, worth) };
  }
}

/**
 * @param sums - [n], changed
 * @param rows - [.., n]
 */
function addRow(sums: Float64Array, rows: Float32Array, row: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] += rows[row * sums.length + i];
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}
