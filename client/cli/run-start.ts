import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import type { EngineChoice } from "../engines/choose-engine.js";
import {
  checkRunPath,
  createRunDirectory,
  openRunDirectory,
  type RunDirectory,
} from "../run/run-directory.js";
import { configFromFlags, givenFlags } from "./config-flags.js";

/** What `caucus train` is told beside the config. */
export interface TrainFlags extends EngineChoice {
  readonly config?: string;
  readonly server: readonly string[];
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
}

/** A new run. */
export async function beginRun(flags: TrainFlags & Record<string, unknown>): Promise<RunStart> {
  const config = resolveConfig(await configFromFlags(flags, flags.config));
  const path = flags.out ?? (await freeRunPath(config));
  await checkRunPath(path);
  return { config, path, openDirectory: () => createRunDirectory(path, config) };
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
  const config = resolveConfig(await directory.readConfig());
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  if (checkpoint === undefined) console.error(`${path} holds no checkpoint yet: starting from the beginning`);
  const openDirectory = async () => {
    await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0);
    return directory;
  };
  return { config, path, openDirectory, checkpoint };
}

/** runs/ENV-ALGORITHM-1, or the next number that is free. */
async function freeRunPath({ env, algorithm }: TrainConfig): Promise<string> {
  const taken = new Set(await readdir("runs").catch(() => []));
  let number = 1;
  while (taken.has(`${env}-${algorithm}-${number}`)) number++;
  return join("runs", `${env}-${algorithm}-${number}`);
}
