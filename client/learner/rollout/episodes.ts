import type { FinishedEpisode } from "../../remote/environments/environments.js";

/** Summary of an iteration's episodes; rows of representatives that finished none are 0. */
export interface EpisodeSummary {
  /** [k]: number of episodes each representative finished. */
  readonly counts: readonly number[];
  /** [k]: mean steps. */
  readonly lengths: readonly number[];
  /** [k, n]: mean undiscounted returns. */
  readonly returns: Float64Array;
  /** [k, n]: undiscounted returns of each representative's latest episode. */
  readonly latest: Float64Array;
}

/**
 * @param episodes - in the order in which they ended
 * @param envsPerRepresentative - B; environment j · B + b belongs to representative j
 */
export function summarizeEpisodes(
  episodes: readonly FinishedEpisode[],
  numRepresentatives: number,
  envsPerRepresentative: number,
  numAgents: number,
): EpisodeSummary {
  const counts = new Array<number>(numRepresentatives).fill(0);
  const lengths = new Array<number>(numRepresentatives).fill(0);
  const returns = new Float64Array(numRepresentatives * numAgents);
  const latest = new Float64Array(numRepresentatives * numAgents);
  for (const episode of episodes) {
    const j = Math.floor(episode.environment / envsPerRepresentative);
    counts[j]++;
    lengths[j] += episode.length;
    latest.set(episode.returns, j * numAgents);
    for (let i = 0; i < numAgents; i++) returns[j * numAgents + i] += episode.returns[i];
  }
  return {
    counts,
    lengths: lengths.map((sum, j) => sum / Math.max(counts[j], 1)),
    returns: returns.map((sum, c) => sum / Math.max(counts[Math.floor(c / numAgents)], 1)),
    latest,
  };
}

/**
 * Mean steps of each representative's latest episodes, [k].
 * @param before - the result for the previous iteration
 */
export function latestLengths(
  before: readonly number[],
  { counts, lengths }: Pick<EpisodeSummary, "counts" | "lengths">,
): number[] {
  return before.map((length, j) => (counts[j] > 0 ? lengths[j] : length));
}
