/**
 * Returns of episodes of k policies for n held-out agents. A transition gives the rewards of all agents, so the same
 * episodes count for all of them.
 */
export interface PolicyReturns {
  /** k. */
  readonly numPolicies: number;
  /** n. */
  readonly numAgents: number;
  /** [k, E, n]: undiscounted. */
  readonly values: Float64Array;
}

/** E. */
export function episodesOf({ numPolicies, numAgents, values }: PolicyReturns): number {
  return values.length / (numPolicies * numAgents);
}

/**
 * Mean return of each policy for each agent, over the episodes from `first` up to, but not including, `end`.
 * @returns [k, n]
 */
export function meanOfEpisodes(returns: PolicyReturns, first: number, end: number): Float64Array {
  const { numPolicies: k, numAgents: n, values } = returns;
  const E = episodesOf(returns);
  const means = new Float64Array(k * n);
  for (let j = 0; j < k; j++) {
    for (let e = first; e < end; e++) {
      for (let i = 0; i < n; i++) means[j * n + i] += values[(j * E + e) * n + i] / (end - first);
    }
  }
  return means;
}
