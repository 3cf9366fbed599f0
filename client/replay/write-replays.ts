import { join } from "node:path";
import { makeDirectory, writeFileWhole } from "../base/files.js";
import type { Learner } from "../learner/learner.js";
import type { Transport } from "../remote/transport/transport.js";
import type { RunSetup } from "../run/run-setup.js";
import { createPage, createPicture } from "./page.js";
import { type ReplayRecording, recordReplays } from "./record-replays.js";
import type { Replay } from "./replay.js";

export interface ReplayConfig extends ReplayRecording {
  /** Number of steps between PNGs, from the first step; undefined for no PNGs. */
  readonly frameEvery: number | undefined;
  /** Directory for the files; made if it does not exist. */
  readonly directory: string;
  /** Called with each file's path. */
  readonly onWritten: (path: string) => void;
}

/**
 * Plays an episode of each chosen representative over the wire and writes it as a page, and as pictures if asked.
 * @throws ConfigError if the environment has nothing to show
 */
export async function writeReplays(
  transports: readonly Transport[],
  setup: RunSetup,
  { representatives }: Learner,
  { frameEvery, directory, onWritten, ...recording }: ReplayConfig,
): Promise<void> {
  const replays = await recordReplays(transports, setup, representatives, recording);
  await makeDirectory(directory);
  for (const [i, j] of recording.chosen.entries()) {
    const path = join(directory, `replay-representative-${j + 1}`);
    await writeFileWhole(`${path}.html`, await createPage(replays[i]));
    onWritten(`${path}.html`);
    if (frameEvery !== undefined) await writeFrames(replays[i], frameEvery, path, onWritten);
  }
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
