import type { Interval } from "../../../approval/index.js";
import { episodesOf, type PolicyReturns } from "../../assignment/unseen/policy-returns.js";
import type { Assignment } from "../../ops/assignment.js";
import { studentQuantile } from "./student.js";

/** A weighted sum of expected returns: constant + Σⱼᵢ c[j, i] V[j, i]. */
export interface Contrast {
  /** c, [k, n]. */
  readonly weights: Float64Array;
  readonly constant: number;
}

/**
 * The confidence interval of a contrast.
 * Episodes are independent, but the returns of different agents in one episode are not. So each episode is one number:
 *   xⱼₑ = Σᵢ c[j, i] r[j, e, i],  mean = constant + Σⱼ x̄ⱼ,  variance = Σⱼ s²ⱼ / E
 * with Student's t for E − 1 degrees of freedom, the fewest that the sum of variances can have (Welch 1947), so that the
 * interval is rather too wide. It holds for means that are about normal, and for a number of episodes fixed beforehand.
 * @param returns - at least two episodes of each policy
 * @param confidence - such as 0.95
 */
export function contrastInterval(returns: PolicyReturns, contrast: Contrast, confidence: number): Interval {
  const E = episodesOf(returns);
  let { constant: mean } = contrast;
  let variance = 0;
  for (let j = 0; j < returns.numPolicies; j++) {
    const sums = episodeSums(returns, contrast.weights, j);
    const own = sums.reduce((a, b) => a + b, 0) / E;
    mean += own;
    variance += sums.reduce((sum, x) => sum + (x - own) ** 2, 0) / ((E - 1) * E);
  }
  const half = studentQuantile((1 + confidence) / 2, E - 1) * Math.sqrt(variance);
  return { mean, lower: mean - half, upper: mean + half };
}

/** xⱼₑ of one policy's episodes, [E]. */
function episodeSums(returns: PolicyReturns, weights: Float64Array, j: number): number[] {
  const E = episodesOf(returns);
  const n = returns.numAgents;
  const used = Array.from({ length: n }, (_, i) => i).filter((i) => weights[j * n + i] !== 0);
  return Array.from({ length: E }, (_, e) =>
    used.reduce((sum, i) => sum + weights[j * n + i] * returns.values[(j * E + e) * n + i], 0),
  );
}

/** The mean return of some agents, each from a policy: of all agents, or of one policy's. */
export function meanOf(
  assignment: Assignment,
  numPolicies: number,
  agents: readonly number[] = [...assignment.keys()],
): Contrast {
  const weights = new Float64Array(numPolicies * assignment.length);
  for (const i of agents) weights[assignment[i] * assignment.length + i] = 1 / agents.length;
  return { weights, constant: 0 };
}

/** The first contrast less the second. */
export function difference(first: Contrast, second: Contrast): Contrast {
  return {
    weights: first.weights.map((weight, c) => weight - second.weights[c]),
    constant: first.constant - second.constant,
  };
}
