import { join } from "node:path";
import {
  ApprovalError,
  approvedTimes,
  type KnownPolicy,
  listDossiers,
  loadReviewers,
  type RegistryEntry,
  type Reviewers,
  readDecisions,
  readDossier,
} from "../../approval/index.js";

/**
 * The policies of a registry, and when each was approved.
 * @throws ApprovalError if the reviewers or a dossier do not verify
 */
export async function knownPolicies(registry: string, reviewersFile: string): Promise<KnownPolicy[]> {
  const reviewers = await loadReviewers(reviewersFile, registry);
  const known: KnownPolicy[] = [];
  for (const entry of await listDossiers(registry)) known.push(...(await policiesOf(entry, reviewers)));
  return known;
}

async function policiesOf({ name, path }: RegistryEntry, reviewers: Reviewers): Promise<KnownPolicy[]> {
  try {
    const checked = await readDossier(path);
    const times = approvedTimes(checked, await readDecisions(checked, reviewers), reviewers);
    return checked.policies.map(({ sha256 }, j) => ({ dossier: checked.digest, sha256, approved: times[j] }));
  } catch (error) {
    if (!(error instanceof ApprovalError)) throw error;
    throw new ApprovalError(join(name, error.file), error.reason, { cause: error });
  }
}
