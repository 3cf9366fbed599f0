import type { Utilities } from "../../ops/assignment.js";

/** The best and the second-best representative for each agent, and their utilities; [n] each. */
export interface Choices {
  /** The representative that is best for the agent; among equals, the first. */
  readonly first: Int32Array;
  readonly best: Float64Array;
  readonly secondBest: Float64Array;
}

/** @param utilities - Q, [k, n] */
export function firstAndSecondChoices(utilities: Utilities, numRepresentatives: number): Choices {
  const n = utilities.length / numRepresentatives;
  const first = new Int32Array(n);
  const best = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const secondBest = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  for (let c = 0; c < utilities.length; c++) {
    const [j, i] = [Math.floor(c / n), c % n];
    if (utilities[c] > best[i]) {
      secondBest[i] = best[i];
      best[i] = utilities[c];
      first[i] = j;
    } else if (utilities[c] > secondBest[i]) secondBest[i] = utilities[c];
  }
  return { first, best, secondBest };
}

/** max over l ≠ j of Q[l, i]. */
export function bestWithout({ first, best, secondBest }: Choices, j: number, i: number): number {
  return first[i] === j ? secondBest[i] : best[i];
}
