import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Dossier, dossierSchema } from "../../approval/index.js";
import { ConfigError } from "../base/config-error.js";
import { makeDirectory, writeFailure, writeFileWhole, writeJson } from "../base/files.js";
import { policyFile } from "./evidence/policies.js";

/** What is in a dossier's directory. */
export interface DossierFiles {
  readonly dossier: Dossier;
  /** [k]: ONNX files. */
  readonly policies: readonly Uint8Array[];
  /** The page for reviewers. */
  readonly page: string;
}

/** @throws ConfigError if there is something at a dossier's place already */
export function checkFree(out: string): void {
  if (existsSync(out))
    throw new ConfigError(`--out: expected a directory that does not exist yet, got ${out}`);
}

/**
 * Writes a dossier as a new directory. dossier.json is written last, so that a directory that has it is complete.
 * @param out - the directory
 * @throws ConfigError if there is something already, FileError if it cannot be written
 */
export async function writeDossier(out: string, { dossier, policies, page }: DossierFiles): Promise<void> {
  checkFree(out);
  await makeDirectory(dirname(out));
  await mkdir(out).catch((error) => {
    throw writeFailure(out, error);
  });
  await makeDirectory(join(out, "policies"));
  for (const [j, bytes] of policies.entries()) await writeFileWhole(join(out, policyFile(j + 1)), bytes);
  await writeFileWhole(join(out, "dossier.html"), page);
  // Parsed, so that it is valid and its keys are in the schema's order.
  await writeJson(join(out, "dossier.json"), dossierSchema.parse(dossier));
}
