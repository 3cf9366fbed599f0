import { assignedValues } from "../../ops/agent-values.js";
import type { Assignment } from "../../ops/assignment.js";
import { type SampleMean, sampleMean } from "../../ops/sample-mean.js";

/** Results for held-out agents of the policies that were chosen for them. */
export interface ServedAgents extends SampleMean {
  /** [n]: the policy of each agent. */
  readonly policies: readonly number[];
  /** Share of agents whose return is within ε_V of the best known; null if no ε_V was given. */
  readonly nearBest: number | null;
}

/** What agents get, and what they could. */
export interface ComparedReturns {
  /** [n]. */
  readonly returns: ArrayLike<number>;
  /** [n], best known return of each agent. */
  readonly best: ArrayLike<number>;
}

/**
 * Share of agents whose return is at most ε_V below the best known.
 * @param accuracy - ε_V
 */
export function shareNearBest({ returns, best }: ComparedReturns, accuracy: number): number {
  return Array.from(returns).filter((value, i) => value >= best[i] - accuracy).length / returns.length;
}

/**
 * Mean over agents, with its standard error, since the agents are a sample of all possible agents.
 * @param utilities - [k, n]
 * @param best - [n], best known return of each agent
 * @param accuracy - ε_V, or null
 */
export function servedAgents(
  utilities: Float64Array,
  policies: Assignment,
  best: Float64Array,
  accuracy: number | null,
): ServedAgents {
  const returns = assignedValues(utilities, policies);
  return {
    ...sampleMean([...returns]),
    policies: [...policies],
    nearBest: accuracy === null ? null : shareNearBest({ returns, best }, accuracy),
  };
}
