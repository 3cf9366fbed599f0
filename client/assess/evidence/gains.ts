import type { Assignment, Utilities } from "../../ops/assignment.js";
import type { OutsideOptions } from "../../ops/outside-options.js";
import { type Contrast, difference, meanOf } from "../statistics/contrast.js";
import { bestOf } from "../statistics/subsets.js";

/** What agents get, and what they could. */
export interface Choices {
  /** [n]: the policy of each agent. */
  readonly assignment: Assignment;
  /** k. */
  readonly numPolicies: number;
  /** [k, n]: mean returns, by which the next best policy is chosen. */
  readonly utilities: Utilities;
  /** [n]; null if they are unknown. */
  readonly outsideOptions: OutsideOptions | null;
}

/**
 * What a policy's agents have from it more than from their next best policy, on average. The next best is chosen by the
 * same means, so that noise makes the gain look smaller, not larger.
 * @param policy - from 0, with some agents
 * @returns null if there is no other policy
 */
export function gainOverNextBest(choices: Choices, policy: number): Contrast | null {
  const { assignment, numPolicies } = choices;
  if (numPolicies === 1) return null;
  const agents = agentsOf(assignment, policy);
  return difference(
    meanOf(assignment, numPolicies, agents),
    meanOf(nextBest(choices, policy), numPolicies, agents),
  );
}

/** @returns null if outside options are unknown */
export function gainOverOutside(
  { assignment, numPolicies, outsideOptions }: Choices,
  policy: number,
): Contrast | null {
  if (outsideOptions === null) return null;
  const agents = agentsOf(assignment, policy);
  const without = agents.reduce((sum, i) => sum + outsideOptions[i], 0) / agents.length;
  return { ...meanOf(assignment, numPolicies, agents), constant: -without };
}

/**
 * Welfare of all agents less that without one policy: its agents go to their next best policy, or stay without service if
 * that is better for them. Where there is no other policy, they have their outside options, or 0 if these are unknown.
 */
export function lostWithout(choices: Choices, policy: number): Contrast {
  const { assignment, numPolicies, utilities, outsideOptions } = choices;
  const n = assignment.length;
  const weights = new Float64Array(numPolicies * n);
  let constant = 0;
  const next = nextBest(choices, policy);
  for (const i of agentsOf(assignment, policy)) {
    weights[policy * n + i] += 1 / n;
    const outside = outsideOptions?.[i] ?? (numPolicies === 1 ? 0 : Number.NEGATIVE_INFINITY);
    const stays = numPolicies > 1 && utilities[next[i] * n + i] > outside;
    if (stays) weights[next[i] * n + i] -= 1 / n;
    else constant -= outside / n;
  }
  return { weights, constant };
}

/** The agents of a policy, ascending. */
export function agentsOf(assignment: Assignment, policy: number): number[] {
  return [...assignment.keys()].filter((i) => assignment[i] === policy);
}

/** Each agent's best of the other policies; the policy itself if it is the only one. */
function nextBest({ utilities, numPolicies }: Choices, policy: number): Assignment {
  const others = Array.from({ length: numPolicies }, (_, j) => j).filter((j) => j !== policy);
  return bestOf({ values: utilities, numPolicies }, others.length === 0 ? [policy] : others);
}
