import { join } from "node:path";
import { readJson, writeJson } from "../base/files.js";
import { loadNamed, originsOf, unknownNames } from "../config/own-modules.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import { createRunDirectory, type RunDirectory } from "./run-directory.js";

/** modules.json: where a run's names come from that are not built in, by setting. */
type RunModules = Partial<Record<"algorithm" | "cover", string>>;

const modulesPath = (run: string) => join(run, "modules.json");

/**
 * Makes a run's directory, and writes down which modules of the user's own it needs.
 * @throws RunDirectoryError if there is something already
 */
export async function createRun(path: string, config: TrainConfig): Promise<RunDirectory> {
  const directory = await createRunDirectory(path, config);
  const modules: RunModules = originsOf(config);
  if (Object.values(modules).some((origin) => origin !== undefined)) {
    await writeJson(modulesPath(path), modules);
  }
  return directory;
}

/**
 * A run's settings, complete.
 * @param modules - the user's own, with --load
 * @throws ConfigError if one is missing that the run needs
 */
export async function readRunConfig(
  directory: RunDirectory,
  modules: readonly string[] = [],
): Promise<TrainConfig> {
  const config = await directory.readConfig();
  await loadNamed(modules, config);
  const [missing] = unknownNames(config);
  if (missing === undefined) return resolveConfig(config);
  const [setting, name] = missing;
  const origins = (await readJson<RunModules>(modulesPath(directory.path))) ?? {};
  if (origins[setting] === undefined) return resolveConfig(config);
  throw new ConfigError(
    `--load: expected ${origins[setting]}, which has the run's ${setting} "${name}", or another module with it, got ${modules.join(", ") || "none"}`,
  );
}
