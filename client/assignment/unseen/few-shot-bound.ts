/** What a choice of policies by their episodes is to be good for. */
export interface FewShotGoal {
  /** k. */
  readonly numPolicies: number;
  /** ε_V: how much worse than the best policy's the chosen one's expected return may be. */
  readonly accuracy: number;
  /** 1 − δ: with which probability it is not, for each agent. */
  readonly confidence: number;
  /** R: how far apart two returns of a policy for an agent can be, in the same unit as ε_V. */
  readonly returnRange: number;
}

/**
 * Episodes of each policy after which the best by their mean is within ε_V of the best by expectation:
 *   m = ⌈2 (R / ε_V)² ln(k / δ)⌉
 * The choice fails only if the best policy's mean is ε_V / 2 too low, or another's is ε_V / 2 too high: otherwise
 * who is ahead by its mean is behind by less than ε_V. Each of these k events has a probability of at most
 *   exp(−2 m (ε_V / 2)² / R²) = exp(−m ε_V² / (2 R²))
 * (Hoeffding 1963, theorem 2), all together of at most k times that, which is to be δ.
 * The derivation is ours: Ge et al. 2025 say that it depends on k alone, not on states and actions.
 */
export function fewShotBound({ numPolicies, accuracy, confidence, returnRange }: FewShotGoal): number {
  // One policy needs no choice; k = 1 also gives an m above 0, which does no harm.
  return Math.max(1, Math.ceil(2 * (returnRange / accuracy) ** 2 * Math.log(numPolicies / (1 - confidence))));
}
