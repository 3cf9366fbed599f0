import { join } from "node:path";
import { createRng } from "../../envs/rng.js";
import { makeDirectory, writeFileWhole } from "../base/files.js";
import { ConfigError } from "../config/resolve-config.js";
import type { Learner } from "../learner/learner.js";
import type { EvaluationObserver } from "../learner/play/evaluation-progress.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Transport } from "../remote/transport/transport.js";
import { episodeLimit } from "../run/episode-limit.js";
import type { RunSetup } from "../run/run-setup.js";
import { createPage, createPicture } from "./page.js";
import { recordEpisodes } from "./recording.js";
import { createReplay, type Replay, reportsGeometry } from "./replay.js";
import { openReplayEnvironments } from "./replay-environments.js";

export interface ReplayConfig {
  /** Indices of the chosen representatives, from 0. */
  readonly chosen: readonly number[];
  /** Largest number of steps; that of evaluations if left out. */
  readonly maxSteps?: number;
  /** Number of steps between PNGs, from the first step; undefined for no PNGs. */
  readonly frameEvery: number | undefined;
  /** Directory for the files; made if it does not exist. */
  readonly directory: string;
  /** Called with each file's path. */
  readonly onWritten: (path: string) => void;
  /** Called as the episodes proceed. */
  readonly onProgress?: EvaluationObserver;
}

/**
 * Plays an episode of each chosen representative over the wire and writes it as a page, and as pictures if asked.
 * @throws ConfigError if the environment has nothing to show
 */
export async function writeReplays(
  transports: readonly Transport[],
  setup: RunSetup,
  { representatives }: Learner,
  { chosen, maxSteps: steps, frameEvery, directory, onWritten, onProgress }: ReplayConfig,
): Promise<void> {
  const k = representatives.model.sizes.numRepresentatives;
  const { config } = setup;
  const environments = await openReplayEnvironments(transports, setup, k);
  try {
    const pictures = drawsItself(environments);
    const maxSteps = steps ?? episodeLimit(config, environments.spec);
    const onStep = (share: number) => onProgress?.({ name: "playing", share });
    const rng = createRng(config.seed, "replay");
    const recordings = await recordEpisodes(
      environments,
      representatives,
      { chosen, maxSteps, pictures, onStep },
      rng,
    );
    await makeDirectory(directory);
    for (const [i, j] of chosen.entries()) {
      const { assignment } = representatives;
      const replayed = { representative: j, numRepresentatives: k, assignment };
      const replay = createReplay(environments, replayed, recordings[i]);
      const path = join(directory, `replay-representative-${j + 1}`);
      await writeFileWhole(`${path}.html`, await createPage(replay));
      onWritten(`${path}.html`);
      if (frameEvery !== undefined) await writeFrames(replay, frameEvery, path, onWritten);
    }
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

async function writeFrames(
  replay: Replay,
  every: number,
  path: string,
  written: (path: string) => void,
): Promise<void> {
  // Loaded only here, since it loads Vega, which is slow.
  const { renderPng } = await import("../figures/rendering.js");
  for (let t = 0; t < replay.numSteps; t += every) {
    const file = `${path}-step-${String(t + 1).padStart(4, "0")}.png`;
    await writeFileWhole(file, renderPng(await createPicture(replay, t)));
    written(file);
  }
}
