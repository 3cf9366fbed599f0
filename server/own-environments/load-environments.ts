import { resolve } from "node:path";
import { inspect } from "node:util";
import { createRegistry, type EnvDefinition, type EnvRegistry, InvalidValueError } from "../../envs/index.js";
import { builtinEnvironments } from "../builtin-environments.js";
import { checkDefinition } from "./check-definition.js";
import { importModule } from "./import-module.js";

/** @returns absolute paths, which are valid in every thread */
export function modulePaths(paths: readonly string[]): string[] {
  return paths.map((path) => resolve(path));
}

/** The environments of a server with users' modules, as parts of a service. */
export interface LoadedEnvironments {
  /** The built-in environments and those of the modules. */
  readonly registry: EnvRegistry;
  /** Absolute paths of the modules, which each worker thread loads. */
  readonly modules: readonly string[];
}

/**
 * Loads modules that export `environments`, a list of EnvDefinition, and adds these to the built-in environments.
 * @param paths - paths of the modules
 * @throws InvalidValueError if a module cannot be loaded, a definition is invalid, or an id is taken
 */
export async function loadEnvironments(paths: readonly string[]): Promise<LoadedEnvironments> {
  const modules = modulePaths(paths);
  const definitions = [...builtinEnvironments.values()];
  const taken = new Map(definitions.map(({ id }) => [id, "is built in"]));
  for (const path of modules) {
    const found = await definitionsOf(path);
    found.forEach((definition, i) => {
      claim(taken, definition.id, `environments[${i}].id`, path);
      definitions.push(definition);
    });
  }
  return { registry: createRegistry(definitions), modules };
}

async function definitionsOf(path: string): Promise<EnvDefinition[]> {
  const exported = await importModule(path);
  const { environments } = exported;
  if (!Array.isArray(environments) || environments.length === 0) {
    const expected = "an export of that name, a list of EnvDefinition";
    throw new InvalidValueError("environments", expected, exportText(exported), path);
  }
  environments.forEach((definition, i) => {
    checkDefinition(definition, `environments[${i}]`, path);
  });
  return environments;
}

function exportText(exported: Readonly<Record<string, unknown>>): string {
  if ("environments" in exported) return inspect(exported.environments, { depth: 0 });
  const names = Object.keys(exported);
  return names.length === 0 ? "no exports" : `exports ${names.join(", ")}`;
}

/** Records that a module uses an id. @throws InvalidValueError if the id is taken */
function claim(taken: Map<string, string>, id: string, where: string, path: string): void {
  const owner = taken.get(id);
  if (owner !== undefined)
    throw new InvalidValueError(where, "an id of its own", `"${id}", which ${owner}`, path);
  taken.set(id, `${path} has`);
}
