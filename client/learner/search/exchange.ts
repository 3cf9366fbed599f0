import type { Utilities } from "../../ops/assignment.js";
import type { Behavior } from "./behavior.js";
import { type Choices, firstAndSecondChoices } from "./choices.js";

/** A behavior has to promise so many times what is lost without the representative that makes room for it. */
const MARGIN = 2;

/** One representative makes room for a copy of another, or goes on itself, as it acted for a while. */
export interface Exchange {
  /** Who makes room, 0 … k − 1. */
  readonly replaced: number;
  readonly behavior: Behavior;
}

/**
 * The exchange that promises most: the step of a local search for k behaviors that together serve agents best,
 * which assigning agents and improving policies never makes.
 *   argmax over behaviors u and representatives l of
 *     Σᵢ wᵢ max(uᵢ − maxⱼ≠ₗ Q[j, i], 0) − 2 Σᵢ wᵢ (maxⱼ Q[j, i] − maxⱼ≠ₗ Q[j, i])
 * The interchange of Teitz and Bart 1968 for the k-median problem, over what representatives were seen to do.
 * @param utilities - Q, [k, n]
 * @param agentWeights - w, [n]: how much each agent counts, where it is not the same
 * @returns undefined if none is above 0
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

/** What agents lose together if a representative goes, [k]. */
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
 * What agents gain together by a behavior once a representative has gone.
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
