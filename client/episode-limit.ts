import type { EnvironmentSpec } from "../proto/index.js";

/** Of environments that know no limit, an episode of so many steps is taken for one that never ends. */
const UNLIMITED = 100_000;

/** After how many steps from a reset every episode has ended. */
export function episodeLimit({ maxEpisodeSteps }: EnvironmentSpec): number {
  return maxEpisodeSteps === 0 ? UNLIMITED : maxEpisodeSteps;
}

/** What to say of an episode that goes on beyond that. */
export function endlessEpisode({ id, maxEpisodeSteps }: EnvironmentSpec, limit: number): Error {
  const cause = maxEpisodeSteps === 0 ? "; give it a step limit" : "";
  return new Error(
    `episodes: expected all to end within ${limit} steps, got one that goes on${cause} (env "${id}")`,
  );
}
