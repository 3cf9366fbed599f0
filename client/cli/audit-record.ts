import type { PolicyUse, UnapprovedUse, VerifiedLog } from "../../approval/index.js";

/** What `caucus audit --json` prints. */
export type AuditRecord = ReturnType<typeof auditRecord>;

/** @param unapproved - service by policies that were not approved then; null if no registry says what was approved */
export function auditRecord(
  { head, torn, time }: VerifiedLog,
  uses: readonly PolicyUse[],
  unapproved: readonly UnapprovedUse[] | null,
) {
  return {
    lines: head.sequence,
    head: head.hash,
    lastTime: time,
    unfinishedBytes: torn,
    policies: uses.map(useRecord),
    unapproved: unapproved?.map(({ policy, ...use }) => ({ ...identityOf(policy), ...use })) ?? null,
  };
}

function useRecord({ policy, agents, streams, first, last }: PolicyUse) {
  const served = [...agents].map(([agent, use]) => ({ agent, ...use }));
  const sum = (key: "assignments" | "steps") => served.reduce((total, one) => total + one[key], 0);
  return {
    ...identityOf(policy),
    assignments: sum("assignments"),
    streams: streams.size,
    steps: sum("steps"),
    first,
    last,
    agents: served,
  };
}

/** Without what servers added. */
function identityOf({ dossier, representative, sha256 }: PolicyUse["policy"]): PolicyUse["policy"] {
  return { dossier, representative, sha256 };
}
