import jStat from "jstat";
import { sampleMean } from "../../ops/sample-mean.js";

/** With fewer pairs a t-test says next to nothing: it has a single degree of freedom. */
export const MIN_PAIRS = 3;

/** What two were worth under the same circumstances. */
export type Pair = readonly [first: number, second: number];

/**
 * Paired one-sided t-test: how likely a difference at least as large is, if the first are no better.
 *   t = d̄ / (s_d / √m),  p = P(T ≥ t) with m − 1 degrees of freedom
 * Student 1908.
 * @param pairs - [m]
 * @returns p; null for fewer than three pairs
 */
export function pairedTTest(pairs: readonly Pair[]): number | null {
  if (pairs.length < MIN_PAIRS) return null;
  const { mean, standardError } = sampleMean(pairs.map(([first, second]) => first - second));
  if (mean === 0) return 0.5;
  // The same difference in every pair: t is infinite.
  if (standardError === 0) return mean > 0 ? 0 : 1;
  // The lower tail of −t, as 1 − cdf(t) would lose a small p.
  return jStat.studentt.cdf(-mean / standardError!, pairs.length - 1);
}
