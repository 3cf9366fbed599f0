import { join } from "node:path";
import { committeeSize } from "../assignment/covers/committee.js";
import { decidesCount } from "../assignment/covers/index.js";
import { lockDirectory } from "../base/lock.js";
import { knownNumAgents } from "../config/population.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig, TrainConfigInput } from "../config/train-config.js";
import type { EngineChoice } from "../engines/choose-engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import { claimDirectory, claimNumbered } from "../run/claim.js";
import { describeEnvironment, populationSize } from "../run/environment-spec.js";
import { sampleAgents } from "../run/open-environments.js";
import { findPretrainingDirectory } from "../run/pretraining.js";
import { createRunDirectory, openRunDirectory, type RunDirectory } from "../run/run-directory.js";
import { configFromFlags, givenFlags } from "./config-flags.js";
import { withServers } from "./connections.js";
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
  readonly config: TrainConfig;
  /** Of the run's directory. */
  readonly path: string;
  readonly openDirectory: () => Promise<RunDirectory>;
  readonly checkpoint?: Checkpoint;
  /** What computed the run so far, as an engine names it; its pretraining, where it has come no further. */
  readonly backend?: string;
  /** Lets others go on with the run; of one that did not begin, nothing is left. */
  readonly release: () => void;
}

/** A new run. */
export async function beginRun(flags: TrainFlags & Record<string, unknown>): Promise<RunStart> {
  const config = await completeConfig(await configFromFlags(flags, flags.config), flags);
  const { path, release } = await (flags.out === undefined
    ? claimNumbered("runs", `${config.env}-${config.algorithm}`)
    : claimDirectory(flags.out));
  return { config, path, openDirectory: () => createRunDirectory(path, config), release };
}

/** Where k is to be n, and n the environment's own, or what is found among agents, a server is asked for it. */
async function completeConfig(input: TrainConfigInput, servers: ServerFlags): Promise<TrainConfig> {
  const { algorithm, representatives, cover } = input;
  if (algorithm === "committee" && cover !== undefined && decidesCount(cover)) {
    return withFoundRepresentatives(input, servers);
  }
  const given = knownNumAgents(input) ?? representatives ?? null;
  if (algorithm !== "individual" || given !== null) return resolveConfig(input);
  // Any n will do to refuse other settings before a server is started.
  const config = resolveConfig(input, 1);
  const spec = await withServers(servers, (transports) => describeEnvironment(transports, config));
  return resolveConfig(input, populationSize(config, spec));
}

/** Where a cover decides k, it is run on the agents; what was given for k is a limit. */
async function withFoundRepresentatives(input: TrainConfigInput, servers: ServerFlags): Promise<TrainConfig> {
  // Any k will do to draw the agents.
  const config = resolveConfig({ ...input, representatives: 1 });
  const limit = input.representatives ?? Number.POSITIVE_INFINITY;
  const tasks = await withServers(servers, (transports) => sampleAgents(transports, config));
  const representatives = committeeSize(tasks, limit, config);
  return resolveConfig({ ...input, representatives });
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
    return { ...(await readRun(directory)), release };
  } catch (error) {
    release();
    throw error;
  }
}

async function readRun(directory: RunDirectory): Promise<Omit<RunStart, "release">> {
  const { path } = directory;
  const config = resolveConfig(await directory.readConfig());
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  const backend = checkpoint?.backend ?? (await pretrainingBackend(path));
  if (backend === undefined) console.error(`${path} holds no checkpoint yet: starting from the beginning`);
  const openDirectory = async () => {
    await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0, (message) => console.error(message));
    return directory;
  };
  return { config, path, openDirectory, checkpoint, backend };
}

/** What computed a run's pretraining, if that has a checkpoint. */
async function pretrainingBackend(path: string): Promise<string | undefined> {
  const directory = await findPretrainingDirectory(path);
  const checkpoint = await directory?.readCheckpoint(() => {});
  return checkpoint?.backend;
}
