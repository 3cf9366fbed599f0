import jStat from "jstat";
import { sampleMean } from "../../ops/sample-mean.js";

/** With fewer pairs a t-test says next to nothing: it has a single degree of freedom. */
export const MIN_PAIRS = 3;

/**
 * Paired one-sided t-test: how likely a difference at least as large is, if the first are no better.
 *   t = d̄ / (s_d / √m),  p = P(T ≥ t) with m − 1 degrees of freedom
 * Student 1908.
 * @param first - [m], each paired with the value at its place in `second`
 * @returns p; null for fewer than three pairs
 */
export function pairedTTest(first: readonly number[], second: readonly number[]): number | null {
  if (first.length !== second.length) {
    throw new Error(`pairs: expected as many values in each, got ${first.length} and ${second.length}`);
  }
  if (first.length < MIN_PAIRS) return null;
  const { mean, standardError } = sampleMean(first.map((value, i) => value - second[i]));
  if (mean === 0) return 0.5;
  // The same difference in every pair: t is infinite.
  if (standardError === 0) return mean > 0 ? 0 : 1;
  // The lower tail of −t, as 1 − cdf(t) would lose a small p.
  return jStat.studentt.cdf(-mean / standardError!, first.length - 1);
}
