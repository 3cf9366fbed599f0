import { join } from "node:path";
import { ConfigError } from "../../config/resolve-config.js";
import { chooseEngine, type EngineChoice } from "../../engines/choose-engine.js";
import { writeReplays } from "../../replay/write-replays.js";
import { loadRun } from "../../run/load-run.js";
import { restoredLearner } from "../../run/restored-learner.js";
import { setUpRun } from "../../run/run-setup.js";
import { withServers } from "../connections.js";
import { sayEpisodeLimit } from "../episode-limit-note.js";
import { showingEvaluation } from "../progress.js";
import type { ServerFlags } from "../server-flags.js";

export interface ReplayFlags extends EngineChoice, ServerFlags {
  readonly run: string;
  /** Numbers of representatives, from 1; all if left out. */
  readonly representatives?: readonly number[];
  readonly steps?: number;
  readonly frames?: number;
  readonly out?: string;
}

/** Plays an episode of each representative of a run's newest checkpoint, and writes pages that show it. */
export async function replayAction(flags: ReplayFlags): Promise<void> {
  const { run, representatives, steps, frames, out = join(run, "replays") } = flags;
  checkCount("steps", steps);
  checkCount("frames", frames);
  const { config, readCheckpoint } = await loadRun(run, { modules: flags.load, warn: console.error });
  const checkpoint = await readCheckpoint();
  const chosen = chooseRepresentatives(representatives, checkpoint.learner.sizes.numRepresentatives);
  const { engine } = await chooseEngine(flags);
  const learner = restoredLearner(checkpoint, config, engine);
  await withServers(flags, async (transports) => {
    const settings = { chosen, maxSteps: steps, frameEvery: frames, directory: out };
    const setup = await setUpRun(transports, config);
    if (steps === undefined) sayEpisodeLimit(setup);
    const paths: string[] = [];
    const onWritten = (path: string) => void paths.push(path);
    await showingEvaluation((onProgress) =>
      writeReplays(transports, setup, learner, { ...settings, onWritten, onProgress }),
    );
    console.log(paths.join("\n"));
  });
}

function checkCount(flag: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value > 0)) return;
  throw new ConfigError(`--${flag}: expected a whole number from 1, got ${value}`);
}

/** @returns indices from 0, ascending and without duplicates */
function chooseRepresentatives(given: readonly number[] | undefined, k: number): number[] {
  const all = Array.from({ length: k }, (_, j) => j);
  if (given === undefined) return all;
  const wrong = given.find((number) => !all.includes(number - 1));
  if (wrong === undefined) return all.filter((j) => given.includes(j + 1));
  throw new ConfigError(`--representatives: expected whole numbers from 1 to ${k}, got ${wrong}`);
}
