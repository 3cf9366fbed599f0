import type { Rollout } from "../rollout/rollout.js";

/** Steps in a window: enough to show a way of acting, few enough that it does not change within the window. */
const WINDOW_STEPS = 32;

/** Consecutive steps of a representative in one environment. */
export interface Window {
  /** Their rows in the rollout's arrays [T, k, B, …]. */
  readonly rows: readonly number[];
  /** Whether the window ends its episode. */
  readonly ended: boolean;
}

/**
 * The whole windows of a representative's steps; one is shorter where its episode ends.
 * @param j - the representative
 */
export function* windowsIn(
  { shape: [T, k, B], done }: Pick<Rollout, "shape" | "done">,
  j: number,
): Generator<Window> {
  for (let b = 0; b < B; b++) {
    let rows: number[] = [];
    for (let t = 0; t < T; t++) {
      const row = (t * k + j) * B + b;
      rows.push(row);
      const ended = done[row] === 1;
      if (!ended && rows.length < WINDOW_STEPS) continue;
      yield { rows, ended };
      rows = [];
    }
  }
}
