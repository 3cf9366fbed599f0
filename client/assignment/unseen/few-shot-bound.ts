/** The accuracy that few-shot choices of policies should have. */
export interface FewShotGoal {
  /** k. */
  readonly numPolicies: number;
  /** ε_V: how much lower the chosen policy's expected return may be than the best policy's. */
  readonly accuracy: number;
  /** 1 − δ: the probability, for each agent, that the choice is within ε_V. */
  readonly confidence: number;
  /** R: the largest difference of two returns of a policy for an agent, in the unit of ε_V. */
  readonly returnRange: number;
}

/**
 * Number of episodes of each policy after which the policy with the best mean is within ε_V of the best expected return:
 *   m = ⌈2 (R / ε_V)² ln(k / δ)⌉
 * The choice fails only if the best policy's mean is ε_V / 2 too low, or another policy's is ε_V / 2 too high. Otherwise
 * the policy with the best mean is less than ε_V below the best. Each of these k events has a probability of at most
 *   exp(−2 m (ε_V / 2)² / R²) = exp(−m ε_V² / (2 R²))
 * (Hoeffding 1963, theorem 2). Their union has at most k times this probability, which is set to δ.
 * The derivation is ours. Ge et al. 2025 state only that the number depends on k, not on states and actions.
 */
export function fewShotBound({ numPolicies, accuracy, confidence, returnRange }: FewShotGoal): number {
  // With one policy there is no choice to make, but a positive m does no harm.
  return Math.max(1, Math.ceil(2 * (returnRange / accuracy) ** 2 * Math.log(numPolicies / (1 - confidence))));
}
