import type { EnvironmentSpec } from "../../proto/index.js";
import type { TrainConfig } from "../config/train-config.js";

/** Steps of an evaluation's episode where nobody says how long one is; what Gymnasium's robots have. */
const DEFAULT_STEPS = 1000;

type Limited = Pick<TrainConfig, "maxEpisodeSteps">;

/** Steps after which an evaluation cuts an episode short. */
export function episodeLimit(
  { maxEpisodeSteps }: Limited,
  spec: Pick<EnvironmentSpec, "maxEpisodeSteps">,
): number {
  return maxEpisodeSteps ?? (spec.maxEpisodeSteps || DEFAULT_STEPS);
}

/** What to say beforehand where evaluations decide by themselves how long episodes are. */
export function episodeLimitNotes(config: Limited, spec: EnvironmentSpec): string[] {
  if (config.maxEpisodeSteps !== null || spec.maxEpisodeSteps > 0) return [];
  return [
    `${spec.id} has no step limit: evaluations cut episodes short after ${episodeLimit(config, spec)} steps (--max-episode-steps)`,
  ];
}
