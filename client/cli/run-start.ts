import { join } from "node:path";
import { lockDirectory } from "../base/lock.js";
import { loadNamed } from "../config/own-modules.js";
import { ConfigError, draftConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import type { EngineChoice } from "../engines/choose-engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import type { LearnerSnapshot } from "../learner/learner.js";
import type { Transport } from "../remote/transport/transport.js";
import { claimDirectory, claimNumbered } from "../run/claim.js";
import { setUpNewRun } from "../run/new-run-setup.js";
import { findPretrainingDirectory } from "../run/pretraining.js";
import { createRun, readRunConfig } from "../run/run-config.js";
import { openRunDirectory, type RunDirectory, RunDirectoryError } from "../run/run-directory.js";
import { type RunSetup, setUpRun } from "../run/run-setup.js";
import { configFromFlags, givenFlags } from "./config-flags.js";
import type { ServerFlags } from "./server-flags.js";

/** Flags of `caucus train` besides those of the config. */
export interface TrainFlags extends EngineChoice, ServerFlags {
  readonly config?: string;
  readonly out?: string;
  readonly resume: boolean;
  /** The dossier of which rejected policies are trained anew. */
  readonly revise?: string;
  /** The run that made the dossier's policies. */
  readonly run?: string;
  /** Numbers of the representatives to train anew, from 1, in place of the rejected ones. */
  readonly retrain?: readonly number[];
  /** File of the reviewers whose decisions count. */
  readonly reviewers?: string;
  readonly "exit-with-parent": boolean;
}

/** Everything needed to start or resume a run. */
export interface RunStart {
  /** The config. Its k is provisional if k depends on what the servers answer. */
  readonly config: TrainConfig;
  /** Completes the set-up with what the servers answer. */
  readonly setUp: (transports: readonly Transport[]) => Promise<RunSetup>;
  /** Path of the run's directory. */
  readonly path: string;
  /** @param config - the complete config */
  readonly openDirectory: (config: TrainConfig) => Promise<RunDirectory>;
  readonly checkpoint?: Checkpoint;
  /** The learner to start with, if there is no checkpoint and it does not start afresh. */
  readonly start?: LearnerSnapshot;
  /** Name of the engine that computed the run so far or, if only its pretraining has begun, the pretraining. */
  readonly backend?: string;
  /** Releases the run's directory to other processes, and removes it if the run did not begin. */
  readonly release: () => void;
}

/** Prepares a new run. */
export async function beginRun(flags: TrainFlags & Record<string, unknown>): Promise<RunStart> {
  const input = await configFromFlags(flags, flags.config);
  if ((input.revisions ?? null) !== null) {
    throw new ConfigError("revisions: expected --revise, which sets them, got them as a setting");
  }
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

/** Prepares an existing run to go on from its newest checkpoint. */
export async function resumeRun(flags: TrainFlags & Record<string, unknown>): Promise<RunStart> {
  const path = flags.out;
  if (path === undefined)
    throw new ConfigError("--resume: expected --out with the directory of the run to resume");
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
  if (checkpoint === undefined && config.revisions !== null) {
    throw new RunDirectoryError(`${path} holds no checkpoint: begin the revision again, with --revise`);
  }
  if (backend === undefined) console.error(`${path} holds no checkpoint yet: starting from the beginning`);
  const openDirectory = async () => {
    await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0, (message) => console.error(message));
    return directory;
  };
  const setUp = (transports: readonly Transport[]) => setUpRun(transports, config);
  return { config, setUp, path, openDirectory, checkpoint, backend };
}

/** Name of the engine that computed a run's pretraining, if the pretraining has a checkpoint. */
async function pretrainingBackend(path: string): Promise<string | undefined> {
  const directory = await findPretrainingDirectory(path);
  const checkpoint = await directory?.readCheckpoint(() => {});
  return checkpoint?.backend;
}
