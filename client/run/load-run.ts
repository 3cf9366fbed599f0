import type { TrainConfig } from "../config/train-config.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import { readRunConfig } from "./run-config.js";
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

export interface LoadOptions {
  /** The user's own, one of which may have the run's algorithm or cover. */
  readonly modules?: readonly string[];
  /** Is given a sentence about each checkpoint that is damaged. */
  readonly warn?: (message: string) => void;
}

/**
 * Opens a run's directory and reads its settings.
 * @param path - the run's directory
 * @throws RunDirectoryError if the directory holds no run
 * @throws ConfigError if its settings are none of ours, or a module is missing
 */
export async function loadRun(
  path: string,
  { modules = [], warn = () => {} }: LoadOptions = {},
): Promise<LoadedRun> {
  const directory = await openRunDirectory(path);
  const config = await readRunConfig(directory, modules);
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
