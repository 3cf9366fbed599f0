import { join } from "node:path";
import { readJson, writeJson } from "../base/files.js";
import { loadNamed, originsOf, unknownNames } from "../config/own-modules.js";
import { ConfigError, resolveConfig } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import { createRunDirectory, type RunDirectory } from "./run-directory.js";

/** The modules that define names that are not built in, by setting, as in modules.json. */
type RunModules = Partial<Record<"algorithm" | "cover", string>>;

const modulesPath = (run: string) => join(run, "modules.json");

/**
 * Makes a run's directory, and records which modules of the user's own it needs.
 * @throws RunDirectoryError if the directory holds something already
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
 * Reads a run's complete settings.
 * @param modules - modules of the user's own, given with --load
 * @throws ConfigError if a module is missing that the run needs
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
