import type { Utilities } from "../../ops/assignment.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import { summarizeEpisodes } from "../rollout/episodes.js";
import type { Rollout } from "../rollout/rollout.js";

/** Steps on which a representative is looked at: long enough to be a way of acting, short enough to be one. */
const WINDOW_STEPS = 32;

/** Some steps of a representative, as what they would be worth if it always acted so. */
export interface Behavior {
  /** Whose, 0 … k − 1. */
  readonly representative: number;
  /** [n]: the return each agent would have of an episode; may be rewritten for the next behavior. */
  readonly utilities: Float64Array;
}

/**
 * What representatives did in a rollout, window by window. A window that ends its episode counts as it is; of
 * another the rewards are scaled to an episode's usual length.
 * @param episodeLengths - [k], mean steps
 */
export function* windowsOf(rollout: Rollout, episodeLengths: readonly number[]): Generator<Behavior> {
  const [T, k, B] = rollout.shape;
  const n = rollout.rewards.length / (T * k * B);
  const utilities = new Float64Array(n);
  for (let j = 0; j < k; j++) {
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
 * What representatives did in a rollout, episode by episode: the utilities of its representative, and what each was
 * above the mean of those that it finished in the rollout.
 *   u = Q + R − R̄
 * @param utilities - Q, [k, n]
 * @param episodes - that ended in the rollout; environment j · B + b is representative j's
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
 * @param sums - [n], changed
 * @param rows - [.., n]
 */
function addRow(sums: Float64Array, rows: Float32Array, row: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] += rows[row * sums.length + i];
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}
