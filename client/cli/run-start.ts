import { join } from "node:path";
import { lockDirectory } from "../base/lock.js";
import { loadNamed } from "../config/own-modules.js";
import { ConfigError, draftConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import type { EngineChoice } from "../engines/choose-engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import type { Transport } from "../remote/transport/transport.js";
import { claimDirectory, claimNumbered } from "../run/claim.js";
import { setUpNewRun } from "../run/new-run-setup.js";
import { findPretrainingDirectory } from "../run/pretraining.js";
import { createRun, readRunConfig } from "../run/run-config.js";
import { openRunDirectory, type RunDirectory } from "../run/run-directory.js";
import { type RunSetup, setUpRun } from "../run/run-setup.js";
import { configFromFlags, givenFlags } from "./config-flags.js";
import type { ServerFlags } from "./server-flags.js";

/** What `caucus train` is told beside the config. */
export interface TrainFlags extends EngineChoice, ServerFlags {
  readonly config?: string;
  readonly out?: string;
  readonly resume: boolean;
  readonly "exit-with-parent": boolean;
}

/** What a run starts from. */
export interface RunStart {
  /** With some k, if the servers have to be asked for what decides it. */
  readonly config: TrainConfig;
  /** Asks the servers for what settings leave to them. */
  readonly setUp: (transports: readonly Transport[]) => Promise<RunSetup>;
  /** Of the run's directory. */
  readonly path: string;
  /** @param config - complete */
  readonly openDirectory: (config: TrainConfig) => Promise<RunDirectory>;
  readonly checkpoint?: Checkpoint;
  /** What computed the run so far, as an engine names it; its pretraining, where it has come no further. */
  readonly backend?: string;
  /** Lets others go on with the run; of one that did not begin, nothing is left. */
  readonly release: () => void;
}

/** A new run. */
export async function beginRun(flags: TrainFlags & Record<string, unknown>): Promise<RunStart> {
  const input = await configFromFlags(flags, flags.config);
  await loadNamed(flags.load, input);
  const draft = draftConfig(input);
  const { config } = draft;
  const { path, release } = await (flags.out === undefined
    ? claimNumbered("runs", `${config.env}-${config.algorithm}`)
    : claimDirectory(flags.out));
  return {
    config,
    setUp: (transports) => setUpNewRun(transports, draft),
    path,
    openDirectory: (complete) => createRun(path, complete),
    release,
  };
}

/** A run that is there, from its newest checkpoint. */
export async function resumeRun(flags: TrainFlags & Record<string, unknown>): Promise<RunStart> {
  const path = flags.out;
  if (path === undefined) throw new ConfigError("--resume: expected --out with the run to go on with");
  const given = givenFlags(flags);
  if (given.length > 0 || flags.config !== undefined) {
    const named = given[0] ?? "config";
    throw new ConfigError(`--${named}: a resumed run keeps the settings of ${join(path, "config.json")}`);
  }
  const directory = await openRunDirectory(path);
  const { release } = await lockDirectory(path);
  try {
    return { ...(await readRun(directory, flags.load)), release };
  } catch (error) {
    release();
    throw error;
  }
}

async function readRun(
  directory: RunDirectory,
  modules?: readonly string[],
): Promise<Omit<RunStart, "release">> {
  const { path } = directory;
  const config = await readRunConfig(directory, modules);
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  const backend = checkpoint?.backend ?? (await pretrainingBackend(path));
  if (backend === undefined) console.error(`${path} holds no checkpoint yet: starting from the beginning`);
  const openDirectory = async () => {
    await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0, (message) => console.error(message));
    return directory;
  };
  const setUp = (transports: readonly Transport[]) => setUpRun(transports, config);
  return { config, setUp, path, openDirectory, checkpoint, backend };
}

/** What computed a run's pretraining, if that has a checkpoint. */
async function pretrainingBackend(path: string): Promise<string | undefined> {
  const directory = await findPretrainingDirectory(path);
  const checkpoint = await directory?.readCheckpoint(() => {});
  return checkpoint?.backend;
}
