import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CheckedDossier, readDossier, sha256 } from "../../../../approval/index.js";
import { compiledEngine } from "../../../../client/engines/compiled.js";
import type { Learner } from "../../../../client/index.js";
import { loadRun } from "../../../../client/run/load-run.js";
import { restoredLearner } from "../../../../client/run/restored-learner.js";
import { dossierOf } from "../../../approval/support/dossiers.js";

/** The learner of a run's newest checkpoint. */
export async function learnerOf(run: string): Promise<Learner> {
  const { config, readCheckpoint } = await loadRun(run);
  return restoredLearner(await readCheckpoint(), config, compiledEngine());
}

/** SHA-256 of each policy's file. */
export async function policyDigests(run: string): Promise<string[]> {
  return (await learnerOf(run)).representatives.exportPolicies().map(sha256);
}

/**
 * Writes a dossier about a run's policies, as an assessment does, but for the evidence.
 * @param agents - θ, [n, p]
 */
export async function dossierOfRun(run: string, agents: number[][], to: string): Promise<CheckedDossier> {
  const { representatives } = await learnerOf(run);
  const files = representatives.exportPolicies();
  const dossier = dossierOf(files.length);
  const policies = dossier.policies.map((policy, j) => ({
    ...policy,
    ...{ sha256: sha256(files[j]), bytes: files[j].length },
  }));
  const assignment = [...representatives.assignment].map((j) => j + 1);
  const about = { ...dossier.agents, parameters: agents, assignment };
  await mkdir(join(to, "policies"), { recursive: true });
  for (const [j, { file }] of policies.entries()) await writeFile(join(to, file), files[j]);
  await writeFile(join(to, "dossier.json"), JSON.stringify({ ...dossier, policies, agents: about }));
  return readDossier(to);
}
