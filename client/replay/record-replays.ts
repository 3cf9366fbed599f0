import { createRng } from "../../envs/rng.js";
import type { EnvironmentSpec } from "../../proto/index.js";
import { ConfigError } from "../config/resolve-config.js";
import type { EvaluationObserver } from "../learner/play/evaluation-progress.js";
import type { Representatives } from "../learner/representatives/representatives.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Transport } from "../remote/transport/transport.js";
import { episodeLimit } from "../run/episode-limit.js";
import type { RunSetup } from "../run/run-setup.js";
import { recordEpisodes } from "./recording.js";
import { createReplay, type Replay, reportsGeometry } from "./replay.js";
import { openReplayEnvironments, REPORT_GEOMETRY } from "./replay-environments.js";

/** Which episodes are recorded. */
export interface ReplayRecording {
  /** Indices of the chosen representatives, from 0. */
  readonly chosen: readonly number[];
  /** Largest number of steps; that of evaluations if left out. */
  readonly maxSteps?: number;
  /** Called as the episodes proceed. */
  readonly onProgress?: EvaluationObserver;
}

/** Whether an environment can show its episodes. */
export function isDrawable({
  options,
  renderModes,
}: Pick<EnvironmentSpec, "options" | "renderModes">): boolean {
  return options.some(({ name }) => name === REPORT_GEOMETRY) || renderModes.includes("rgb_array");
}

/**
 * Plays an episode of each chosen representative over the wire.
 * @returns a replay of each chosen one
 * @throws ConfigError if the environment has nothing to show
 */
export async function recordReplays(
  transports: readonly Transport[],
  setup: RunSetup,
  representatives: Representatives,
  { chosen, maxSteps: steps, onProgress }: ReplayRecording,
): Promise<Replay[]> {
  const numRepresentatives = representatives.model.sizes.numRepresentatives;
  const { config } = setup;
  const environments = await openReplayEnvironments(transports, setup, numRepresentatives);
  try {
    const pictures = drawsItself(environments);
    const maxSteps = steps ?? episodeLimit(config, environments.spec);
    const onStep = (share: number) => onProgress?.({ name: "playing", share });
    const rng = createRng(config.seed, "replay");
    const recording = { chosen, maxSteps, pictures, onStep };
    const recordings = await recordEpisodes(environments, representatives, recording, rng);
    const { assignment } = representatives;
    return chosen.map((representative, i) =>
      createReplay(environments, { representative, numRepresentatives, assignment }, recordings[i]),
    );
  } finally {
    await environments.close();
  }
}

/** Whether the environment's own pictures are needed. */
function drawsItself(environments: Environments): boolean {
  if (reportsGeometry(environments)) return false;
  const { id, renderModes } = environments.spec;
  if (renderModes.includes("rgb_array")) return true;
  throw new ConfigError(`env "${id}" reports no geometry and draws no pictures: there is nothing to replay`);
}
