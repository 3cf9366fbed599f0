import type { TrainConfig } from "../config/train-config.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import { readRunConfig } from "./run-config.js";
import { openRunDirectory, type RunDirectory, RunDirectoryError } from "./run-directory.js";

/** An existing run, to look at or to evaluate. */
export interface LoadedRun {
  readonly directory: RunDirectory;
  readonly config: TrainConfig;
  /**
   * The newest undamaged checkpoint.
   * @throws RunDirectoryError if there is none
   */
  readCheckpoint(): Promise<Checkpoint>;
}

export interface LoadOptions {
  /** Modules of the user's own, which may define the run's algorithm or cover. */
  readonly modules?: readonly string[];
  /** Called with a sentence about each damaged checkpoint. */
  readonly warn?: (message: string) => void;
}

/**
 * Opens a run's directory and reads its settings.
 * @param path - the run's directory
 * @throws RunDirectoryError if the directory holds no run
 * @throws ConfigError if its settings are not valid, or a module is missing
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
