import { type Assignment, greedyAssignment, type Utilities } from "../ops/assignment.js";
import { optimalPolicy, policyValue, type TabularPolicy } from "./dynamic-programming.js";
import type { TabularRmdp } from "./tabular-rmdp.js";

/** The two exact steps of the EM-like meta-algorithm. */
export interface ExactSteps {
  /** Policies for an assignment. @param policies - the previous policies */
  maximize(rmdp: TabularRmdp, assignment: Assignment, policies: readonly TabularPolicy[]): TabularPolicy[];
  /** An assignment for policies. @param utilities - each policy's value for each agent, [k, n] */
  assign(utilities: Utilities, k: number): Assignment;
}

/**
 * The M-step gives every representative an optimal policy for its agents; without agents it keeps its policy. The E-step
 * gives every agent the representative that is best for it.
 * Ivanov and Ben-Porat 2024, eqs. 13 and 14.
 */
export const EXACT_STEPS: ExactSteps = {
  maximize: (rmdp, assignment, policies) =>
    policies.map((policy, j) =>
      assignment.includes(j) ? optimalPolicy(rmdp, groupReward(rmdp, assignment, j)) : policy,
    ),
  assign: greedyAssignment,
};

/**
 * The total reward of a representative's agents.
 *   rʲ(s, a) = Σᵢ αⁱ(j) rⁱ(s, a)
 * Ivanov and Ben-Porat 2024, section 3.1.
 * @returns [S, A]
 */
export function groupReward(
  { numStates, numActions, rewards }: TabularRmdp,
  assignment: Assignment,
  j: number,
): Float64Array {
  const size = numStates * numActions;
  const sum = new Float64Array(size);
  assignment.forEach((own, i) => {
    if (own !== j) return;
    for (let c = 0; c < size; c++) sum[c] += rewards[i * size + c];
  });
  return sum;
}

/** Each policy's value for each agent, [k, n]. */
export function exactUtilities(rmdp: TabularRmdp, policies: readonly TabularPolicy[]): Utilities {
  const size = rmdp.numStates * rmdp.numActions;
  return Float64Array.from(
    policies.flatMap((policy) =>
      Array.from({ length: rmdp.numAgents }, (_, i) =>
        policyValue(rmdp, policy, rmdp.rewards.subarray(i * size, (i + 1) * size)),
      ),
    ),
  );
}
