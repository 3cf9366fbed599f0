import { resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import { openRunDirectory, type RunDirectory, RunDirectoryError } from "./run-directory.js";

/** A run that is there, to look at or to evaluate. */
export interface LoadedRun {
  readonly directory: RunDirectory;
  readonly config: TrainConfig;
  /**
   * The newest checkpoint that is whole.
   * @throws RunDirectoryError if there is none
   */
  readCheckpoint(): Promise<Checkpoint>;
}

/**
 * Opens a run's directory and reads its settings.
 * @param path - the run's directory
 * @param warn - told of each checkpoint that is damaged
 * @throws RunDirectoryError if the directory holds no run
 * @throws ConfigError if its settings are none of ours
 */
export async function loadRun(path: string, warn: (message: string) => void): Promise<LoadedRun> {
  const directory = await openRunDirectory(path);
  const config = resolveConfig(await directory.readConfig());
  return {
    directory,
    config,
    async readCheckpoint() {
      const checkpoint = await directory.readCheckpoint(warn);
      if (checkpoint === undefined) throw new RunDirectoryError(`${path} holds no checkpoint yet`);
      return checkpoint;
    },
  };
}
