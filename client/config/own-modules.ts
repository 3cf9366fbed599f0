import { resolve } from "node:path";
import { assignerRegistry } from "../assignment/assigners/index.js";
import { coverRegistry } from "../assignment/covers/index.js";
import { importModule } from "../base/import-module.js";
import { addOwnEntries, OWN_EXPORTS } from "./own-entries.js";

/** Names in settings that a user's module may define. */
export interface OwnNames {
  readonly algorithm?: string;
  readonly cover?: string;
}

/** Absolute path → exports of the modules that this process has loaded. */
const loaded = new Map<string, Readonly<Record<string, unknown>>>();

/**
 * Loads the user's modules if a name is neither built in nor loaded yet. Otherwise only servers load them, since
 * modules with environments may do things that are meant for a server's process.
 * @throws ConfigError if a module cannot be loaded, an entry is invalid, or a name is taken
 */
export async function loadNamed(paths: readonly string[] = [], names: OwnNames): Promise<void> {
  if (unknownNames(names).length > 0) await loadModules(paths);
}

/**
 * Loads the user's modules.
 * @throws ConfigError if a module cannot be loaded, an entry is invalid, or a name is taken
 */
export async function loadModules(paths: readonly string[] = []): Promise<void> {
  for (const path of paths.map((given) => resolve(given))) {
    if (loaded.has(path)) continue;
    const exported = await importModule(path);
    addOwnEntries(exported, path);
    loaded.set(path, exported);
  }
}

/** The settings that give unknown names, with these names. */
export function unknownNames({
  algorithm,
  cover,
}: OwnNames): [setting: "algorithm" | "cover", name: string][] {
  const unknown: [setting: "algorithm" | "cover", name: string][] = [];
  if (algorithm !== undefined && !assignerRegistry.has(algorithm)) unknown.push(["algorithm", algorithm]);
  if (cover !== undefined && !coverRegistry.has(cover)) unknown.push(["cover", cover]);
  return unknown;
}

/** The modules that define the given names, by setting; built-in names have none. */
export function originsOf({ algorithm, cover }: OwnNames): Partial<Record<keyof OwnNames, string>> {
  return {
    algorithm: algorithm === undefined ? undefined : assignerRegistry.originOf(algorithm),
    cover: cover === undefined ? undefined : coverRegistry.originOf(cover),
  };
}

/** The user's modules that servers should load: all but those that only add names to settings. */
export function modulesForServers(paths: readonly string[] = []): string[] {
  return paths.filter((path) => {
    const exported = loaded.get(resolve(path));
    if (exported === undefined || "environments" in exported) return true;
    return !OWN_EXPORTS.some((name) => name in exported);
  });
}
