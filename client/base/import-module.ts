import { pathToFileURL } from "node:url";
import { ConfigError } from "./config-error.js";

/**
 * Imports a module of the user's own at run time.
 * @param path - path of the module's file
 * @returns the module's exports
 * @throws ConfigError if the module does not exist or fails
 */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { href } = pathToFileURL(path);
  try {
    return await import(href);
  } catch (error) {
    throw new ConfigError(`--load: expected a module that can be loaded, got ${error} (${path})`);
  }
}
