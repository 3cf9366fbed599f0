import type { PlayedEpisodes } from "../evidence/played.js";
import type { Decisions } from "./decide.js";

/** How many episodes may be added. */
export interface MoreEpisodes {
  /** Episodes of each policy, with those that were played before. */
  readonly maxEpisodes: number;
  /** Episodes of each policy that are played at once. */
  readonly atOnce: number;
  /** Plays more episodes of each policy. */
  play(numEpisodes: number): Promise<PlayedEpisodes>;
}

/**
 * Decides requirements by episodes that were played, and adds episodes until all are decided, or there are as many as
 * allowed.
 */
export async function playUntilDecided(
  decisions: Decisions,
  first: PlayedEpisodes,
  { maxEpisodes, atOnce, play }: MoreEpisodes,
): Promise<void> {
  let count = addAll(decisions, first);
  while (decisions.pending() && count < maxEpisodes) {
    count += addAll(decisions, await play(Math.min(atOnce, maxEpisodes - count)));
  }
}

/** @returns E */
function addAll(decisions: Decisions, { returns, endings }: PlayedEpisodes): number {
  const { numPolicies: k, numAgents: n, values } = returns;
  const E = endings.length / k;
  for (let e = 0; e < E; e++) {
    decisions.add({
      returnOf: (j, i) => values[(j * E + e) * n + i],
      endings: Array.from({ length: k }, (_, j) => endings[j * E + e]),
    });
  }
  return E;
}
