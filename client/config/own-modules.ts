import { resolve } from "node:path";
import { assignerRegistry } from "../assignment/assigners/index.js";
import { coverRegistry } from "../assignment/covers/index.js";
import { importModule } from "../base/import-module.js";
import { addOwnEntries, OWN_EXPORTS } from "./own-entries.js";

/** Names that settings give, of which a user's module may have some. */
export interface OwnNames {
  readonly algorithm?: string;
  readonly cover?: string;
}

/** Absolute path → exports, of the modules that were loaded here. */
const loaded = new Map<string, Readonly<Record<string, unknown>>>();

/**
 * Loads the user's modules, if a name is neither built in nor loaded yet. Otherwise they are for servers alone: an
 * environment is run there, and may do there what it likes.
 * @throws ConfigError at a module that cannot be loaded, and at an entry that is none or whose name is taken
 */
export async function loadNamed(paths: readonly string[] = [], names: OwnNames): Promise<void> {
  if (unknownNames(names).length > 0) await loadModules(paths);
}

/**
 * Loads the user's modules.
 * @throws ConfigError at a module that cannot be loaded, and at an entry that is none or whose name is taken
 */
export async function loadModules(paths: readonly string[] = []): Promise<void> {
  for (const path of paths.map((given) => resolve(given))) {
    if (loaded.has(path)) continue;
    const exported = await importModule(path);
    addOwnEntries(exported, path);
    loaded.set(path, exported);
  }
}

/** Settings whose names are not known, each with its name. */
export function unknownNames({
  algorithm,
  cover,
}: OwnNames): [setting: "algorithm" | "cover", name: string][] {
  const unknown: [setting: "algorithm" | "cover", name: string][] = [];
  if (algorithm !== undefined && !assignerRegistry.has(algorithm)) unknown.push(["algorithm", algorithm]);
  if (cover !== undefined && !coverRegistry.has(cover)) unknown.push(["cover", cover]);
  return unknown;
}

/** The modules that names come from, by setting; none of names that are built in. */
export function originsOf({ algorithm, cover }: OwnNames): Partial<Record<keyof OwnNames, string>> {
  return {
    algorithm: algorithm === undefined ? undefined : assignerRegistry.originOf(algorithm),
    cover: cover === undefined ? undefined : coverRegistry.originOf(cover),
  };
}

/** Of the user's modules, those that servers are to load: not those that only add names to settings. */
export function modulesForServers(paths: readonly string[] = []): string[] {
  return paths.filter((path) => {
    const exported = loaded.get(resolve(path));
    if (exported === undefined || "environments" in exported) return true;
    return !OWN_EXPORTS.some((name) => name in exported);
  });
}
