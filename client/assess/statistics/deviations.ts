import { episodesOf, meanOfEpisodes, type PolicyReturns } from "../../assignment/unseen/policy-returns.js";

/**
 * Standard deviation of a return over episodes, with the unbiased variance.
 * @param returns - at least two episodes of each policy
 * @returns [k, n]
 */
export function standardDeviations(returns: PolicyReturns): Float64Array {
  const { numAgents: n, values } = returns;
  const E = episodesOf(returns);
  const means = meanOfEpisodes(returns, 0, E);
  const squares = new Float64Array(means.length);
  values.forEach((value, c) => {
    const entry = Math.floor(c / (E * n)) * n + (c % n);
    squares[entry] += (value - means[entry]) ** 2;
  });
  return squares.map((sum) => Math.sqrt(sum / (E - 1)));
}
