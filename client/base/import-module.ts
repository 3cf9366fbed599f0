import { pathToFileURL } from "node:url";
import { ConfigError } from "./config-error.js";

/**
 * Runs a module of the user's own, found at run time.
 * @param path - of its file
 * @returns its exports
 * @throws ConfigError if it is not there, or fails
 */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { href } = pathToFileURL(path);
  try {
    return await import(href);
  } catch (error) {
    throw new ConfigError(`--load: expected a module that can be loaded, got ${error} (${path})`);
  }
}
