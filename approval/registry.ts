import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readFailure } from "./bounded-file.js";

/** A dossier's place in a registry. */
export interface RegistryEntry {
  /** The name of its directory. */
  readonly name: string;
  readonly path: string;
}

/**
 * The dossiers of a registry: its directories, by name. Files, hidden directories and symbolic links are none.
 * @throws ApprovalError if the registry cannot be read
 */
export async function listDossiers(registry: string): Promise<RegistryEntry[]> {
  const entries = await readdir(registry, { withFileTypes: true }).catch((error) => {
    throw readFailure(registry, error);
  });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => ({ name, path: join(registry, name) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
