import { encodeSpace, POLICIES_CONTRACT, POLICIES_CONTRACT_REVISION, type policies } from "../proto/index.js";
import { VERSION } from "../proto/version.js";
import type { AuditTrail } from "./audit/trail.js";
import type { Limits } from "./base/limits.js";
import type { Catalog, CatalogDossier, DossierContents } from "./catalog/catalog.js";
import type { People } from "./people/people.js";
import type { Alarms } from "./watching/alarms.js";

/** What a status tells of. */
export interface StatusParts {
  readonly catalog: Catalog;
  readonly trail: AuditTrail;
  readonly limits: Limits;
  readonly people: People;
  readonly alarms: Alarms;
  readonly openStreams: number;
}

export function statusOf(parts: StatusParts): policies.GetStatusResponse {
  const { catalog, trail, limits, people, alarms, openStreams } = parts;
  return {
    serverVersion: VERSION,
    contract: POLICIES_CONTRACT,
    contractRevision: POLICIES_CONTRACT_REVISION,
    limits,
    dossiers: catalog.dossiers.map((dossier) => dossierStatus(dossier, catalog)),
    alarms: alarms.list(),
    audit: { sequence: trail.head.sequence, digest: trail.head.hash },
    agentsRemembered: people.size,
    openStreams,
    refusal: catalog.refusal,
  };
}

function dossierStatus(
  { name, refusal, contents }: CatalogDossier,
  catalog: Catalog,
): policies.DossierStatus {
  const about = { name, refusal };
  if (contents === undefined) {
    const nothing = { digest: "", environmentId: "", observationSize: 0, actionSpace: undefined };
    return { ...about, ...nothing, parameters: [], policies: [] };
  }
  const { checked, policies: own } = contents;
  const { environment } = checked.dossier;
  return {
    ...about,
    digest: checked.digest,
    environmentId: environment.id,
    observationSize: environment.observationSize,
    actionSpace: encodeSpace(own[0].actionSpace),
    parameters: environment.parameters.map((parameter) => ({ ...parameter })),
    policies: own.map((_, i) => policyStatus(contents, i, catalog)),
  };
}

function policyStatus(
  { policies: own, standings }: DossierContents,
  i: number,
  catalog: Catalog,
): policies.PolicyStatus {
  const { name, digest, usage } = own[i];
  return {
    name,
    digest,
    approved: catalog.served.has(name),
    reason: catalog.whyNot(name),
    approvals: (standings[i]?.approvals ?? []).map(({ reviewer, at, expires = "" }) => ({
      reviewer,
      approvedAt: at,
      expiresAt: expires,
    })),
    decisions: usage.decisions,
    reports: usage.returns.count,
    outside: usage.observations.shares(),
    evidence: usage.returns.evidence,
  };
}
