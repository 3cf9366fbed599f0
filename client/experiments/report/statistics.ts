import jStat from "jstat";
import { sampleMean } from "../../ops/sample-mean.js";

/** Minimal number of pairs. With two, a t-test has only one degree of freedom and almost no power. */
export const MIN_PAIRS = 3;

/** What two were worth under the same circumstances. */
export type Pair = readonly [first: number, second: number];

/**
 * Paired one-sided t-test: the probability of a difference at least as large if the first are not better.
 *   t = d̄ / (s_d / √m),  p = P(T ≥ t) with m − 1 degrees of freedom
 * Student 1908.
 * @param first - [m]; each value is paired with the one at the same index in `second`
 * @returns p; null for fewer than three pairs
 */
export function pairedTTest(pairs: readonly Pair[]): number | null {
  if (pairs.length < MIN_PAIRS) return null;
  const { mean, standardError } = sampleMean(pairs.map(([first, second]) => first - second));
  if (mean === 0) return 0.5;
  // All pairs have the same difference, so t is infinite.
  if (standardError === 0) return mean > 0 ? 0 : 1;
  // Uses the lower tail of −t, since 1 − cdf(t) would round a small p to 0.
  return jStat.studentt.cdf(-mean / standardError!, pairs.length - 1);
}
