import type { Interval, Spread } from "../../../approval/index.js";
import { episodesOf, meanOfEpisodes, type PolicyReturns } from "../../assignment/unseen/policy-returns.js";
import type { Assignment } from "../../ops/assignment.js";
import { quantile } from "../../ops/distribution.js";
import { contrastInterval, meanOf } from "./contrast.js";
import { standardDeviations } from "./deviations.js";
import { studentQuantile } from "./student.js";

/** An agent's mean return and its standard error. */
interface AgentMean {
  readonly mean: number;
  readonly error: number;
}

/** Who is looked at. */
export interface SpreadQuestion {
  /** [n]: the policy of each agent. */
  readonly assignment: Assignment;
  /** At least one. */
  readonly agents: readonly number[];
  /** Such as 0.95. */
  readonly confidence: number;
}

/**
 * How the expected returns of some agents are spread, each from its policy.
 *
 * The mean's interval is that of {@link contrastInterval}. The others are made of intervals of single agents that hold
 * for all m agents at once, with Student's t at level (1 − confidence) / m each (Bonferroni):
 * - Quantiles of the lower ends and of the upper ends bound the 10th percentile.
 * - The lowest upper end bounds the worst agent from above. From below, one agent's own interval is enough: whoever is
 *   the worst has its lower end above its expected return no more often than any single agent does.
 * - A deviation over agents differs from that of the means by at most the root mean square of the half-widths, since it
 *   is a seminorm.
 * So the intervals are rather too wide. With few episodes the worst agent's mean is below its expected return, since the
 * lowest of several means is the one that had bad luck.
 * @param returns - at least two episodes of each policy
 */
export function spreadOf(returns: PolicyReturns, { assignment, agents, confidence }: SpreadQuestion): Spread {
  const E = episodesOf(returns);
  const means = agentMeans(ownReturns(returns, assignment, agents));
  const error = 1 - confidence;
  const single = studentQuantile(1 - error / 2, E - 1);
  const joint = studentQuantile(1 - error / (2 * agents.length), E - 1);
  return {
    mean: contrastInterval(returns, meanOf(assignment, returns.numPolicies, agents), confidence),
    worst: {
      mean: Math.min(...means.map(({ mean }) => mean)),
      lower: Math.min(...ends(means, -single)),
      upper: Math.min(...ends(means, joint)),
    },
    tenth: {
      mean: quantile(ends(means, 0).sort(), 0.1),
      lower: quantile(ends(means, -joint).sort(), 0.1),
      upper: quantile(ends(means, joint).sort(), 0.1),
    },
    deviation: deviationOf(means, joint),
  };
}

/** Some agents' returns, each from its policy, as if one policy served them all. */
function ownReturns(
  returns: PolicyReturns,
  assignment: Assignment,
  agents: readonly number[],
): PolicyReturns {
  const [E, m] = [episodesOf(returns), agents.length];
  const values = Float64Array.from({ length: E * m }, (_, c) => {
    const [e, i] = [Math.floor(c / m), agents[c % m]];
    return returns.values[(assignment[i] * E + e) * returns.numAgents + i];
  });
  return { numPolicies: 1, numAgents: m, values };
}

/** @param returns - of one policy */
function agentMeans(returns: PolicyReturns): AgentMean[] {
  const E = episodesOf(returns);
  const means = meanOfEpisodes(returns, 0, E);
  const deviations = standardDeviations(returns);
  return Array.from(means, (mean, i) => ({ mean, error: deviations[i] / Math.sqrt(E) }));
}

function ends(means: readonly AgentMean[], factor: number): Float64Array {
  return Float64Array.from(means, ({ mean, error }) => mean + factor * error);
}

function deviationOf(means: readonly AgentMean[], factor: number): Interval {
  const average = means.reduce((sum, { mean }) => sum + mean, 0) / means.length;
  const rootMeanSquare = (of: (mean: AgentMean) => number) =>
    Math.sqrt(means.reduce((sum, mean) => sum + of(mean) ** 2, 0) / means.length);
  const deviation = rootMeanSquare(({ mean }) => mean - average);
  const half = factor * rootMeanSquare(({ error }) => error);
  return { mean: deviation, lower: Math.max(deviation - half, 0), upper: deviation + half };
}
