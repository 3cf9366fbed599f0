import type { Utilities } from "../../ops/assignment.js";
import type { Behavior } from "./behavior.js";
import { type Choices, firstAndSecondChoices } from "./choices.js";

/** The gain that a behavior promises must be at least this many times the loss from the representative it replaces. */
const MARGIN = 2;

/** One representative is replaced by a copy of another, or of itself, which is to act as it did in a behavior. */
export interface Exchange {
  /** The representative that is replaced, 0 … k − 1. */
  readonly replaced: number;
  readonly behavior: Behavior;
}

/**
 * The exchange that promises most. It is a step of a local search for the k behaviors that together serve agents best;
 * assigning agents and improving policies never make such a step.
 *   argmax over behaviors u and representatives l of
 *     Σᵢ wᵢ max(uᵢ − maxⱼ≠ₗ Q[j, i], 0) − 2 Σᵢ wᵢ (maxⱼ Q[j, i] − maxⱼ≠ₗ Q[j, i])
 * This is the interchange of Teitz and Bart 1968 for the k-median problem, over the representatives' observed behaviors.
 * @param utilities - Q, [k, n]
 * @param agentWeights - w, [n]; left out if all agents count the same
 * @returns undefined if no exchange has a value above 0
 */
export function bestExchange(
  utilities: Utilities,
  numRepresentatives: number,
  behaviors: Iterable<Behavior>,
  agentWeights: Float32Array = new Float32Array(utilities.length / numRepresentatives).fill(1),
): Exchange | undefined {
  const choices = firstAndSecondChoices(utilities, numRepresentatives);
  const losses = lossesWithout(choices, agentWeights, numRepresentatives);
  const gains = new Float64Array(numRepresentatives);
  let best: Exchange | undefined;
  let bestScore = 0;
  for (const behavior of behaviors) {
    gainsWithout(behavior, choices, agentWeights, gains);
    for (let l = 0; l < numRepresentatives; l++) {
      const score = gains[l] - MARGIN * losses[l];
      if (score <= bestScore) continue;
      bestScore = score;
      best = { replaced: l, behavior: { ...behavior, utilities: behavior.utilities.slice() } };
    }
  }
  return best;
}

/** The total loss of all agents if a representative is removed, [k]. */
function lossesWithout(
  { first, best, secondBest }: Choices,
  agentWeights: Float32Array,
  k: number,
): Float64Array {
  const losses = new Float64Array(k);
  first.forEach((j, i) => {
    losses[j] += agentWeights[i] * (best[i] - secondBest[i]);
  });
  return losses;
}

/**
 * The total gain of all agents from a behavior, once a representative is removed.
 * @param behavior - [n]
 * @param gains - [k], written
 */
function gainsWithout(
  { utilities }: Behavior,
  { first, best, secondBest }: Choices,
  agentWeights: Float32Array,
  gains: Float64Array,
): void {
  gains.fill(0);
  let common = 0;
  for (let i = 0; i < utilities.length; i++) {
    const gain = agentWeights[i] * Math.max(utilities[i] - best[i], 0);
    common += gain;
    gains[first[i]] += agentWeights[i] * Math.max(utilities[i] - secondBest[i], 0) - gain;
  }
  for (let j = 0; j < gains.length; j++) gains[j] += common;
}
