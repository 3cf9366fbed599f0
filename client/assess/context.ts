import { createRng } from "../../envs/rng.js";
import type { EvaluationObserver } from "../learner/play/evaluation-progress.js";
import type { Representatives } from "../learner/representatives/representatives.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Transport } from "../remote/transport/transport.js";
import { episodeLimit } from "../run/episode-limit.js";
import type { RunSetup } from "../run/run-setup.js";
import { type PlayedEpisodes, type PlayOptions, playEpisodes } from "./evidence/played.js";
import type { AssessmentCounts } from "./limits.js";

/** Who is assessed, where and how. */
export interface AssessmentContext extends AssessmentCounts {
  readonly transports: readonly Transport[];
  readonly setup: RunSetup;
  readonly representatives: Representatives;
  readonly onProgress?: EvaluationObserver;
}

/** Which episodes are played. */
export interface Playing {
  /** For progress displays. */
  readonly name: string;
  readonly numEpisodes: number;
  readonly onPlayed?: PlayOptions["onPlayed"];
}

/** Plays fresh episodes of all policies of an assessment. */
export function playFresh(
  { setup: { config }, representatives, onProgress }: AssessmentContext,
  environments: Environments,
  { name, numEpisodes, onPlayed }: Playing,
): Promise<PlayedEpisodes> {
  return playEpisodes(environments, representatives, {
    numEpisodes,
    maxSteps: episodeLimit(config, environments.spec),
    rng: createRng(config.seed, "assessment"),
    onPlayed,
    onShare: (share) => onProgress?.({ name, share }),
  });
}

/** Uses environments, and closes them after. */
export async function using<R>(
  opening: Promise<Environments>,
  use: (environments: Environments) => Promise<R>,
): Promise<R> {
  const environments = await opening;
  try {
    return await use(environments);
  } finally {
    await environments.close();
  }
}
