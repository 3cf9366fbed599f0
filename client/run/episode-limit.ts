import type { EnvironmentSpec } from "../../proto/index.js";
import type { TrainConfig } from "../config/train-config.js";

/** Step limit of an evaluation's episodes if neither config nor environment gives one; the limit of Gymnasium's robots. */
const DEFAULT_STEPS = 1000;

type Limited = Pick<TrainConfig, "maxEpisodeSteps">;

/** Steps after which an evaluation cuts an episode short. */
export function episodeLimit(
  { maxEpisodeSteps }: Limited,
  spec: Pick<EnvironmentSpec, "maxEpisodeSteps">,
): number {
  return maxEpisodeSteps ?? (spec.maxEpisodeSteps || DEFAULT_STEPS);
}

/** Notes to show before a run if evaluations use the default step limit. */
export function episodeLimitNotes(config: Limited, spec: EnvironmentSpec): string[] {
  if (config.maxEpisodeSteps !== null || spec.maxEpisodeSteps > 0) return [];
  return [
    `${spec.id} has no step limit: evaluations cut episodes short after ${episodeLimit(config, spec)} steps (--max-episode-steps)`,
  ];
}
