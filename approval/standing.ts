import { isAhead } from "./clock.js";
import type { Decision } from "./decisions.js";
import { latestOfEach } from "./latest.js";
import type { CheckedDossier } from "./read-dossier.js";
import type { Reviewers } from "./reviewers.js";

/** An approval that counts. */
export interface Approval {
  readonly reviewer: string;
  /** When it was given, ISO 8601. */
  readonly at: string;
  /** When it ends, ISO 8601; undefined if never. */
  readonly expires?: string;
  readonly sequence: number;
}

/** Whether a policy may serve people now, and why. */
export interface Standing {
  /** From 1. */
  readonly representative: number;
  readonly approved: boolean;
  /** The approvals that count. */
  readonly approvals: readonly Approval[];
  /** Why the policy is not approved, as a part of a sentence; "" if it is. */
  readonly reason: string;
}

/**
 * What decisions amount to. A policy is approved if enough reviewers approve it: of each reviewer the latest decision
 * about it counts, and none that was made before the latest revocation.
 * @param decisions - all of the dossier's, verified
 * @returns [k], in the order of representatives
 */
export function standing(
  { policies }: CheckedDossier,
  decisions: readonly Decision[],
  { required }: Reviewers,
  now: Date,
): Standing[] {
  const ahead = decisions.findLast(({ decidedAt }) => isAhead(decidedAt, now));
  return policies.map(({ representative }) => {
    const about = decisions.filter(({ representatives }) => representatives.includes(representative));
    if (ahead !== undefined) {
      const reason = `${ahead.file} is of ${ahead.decidedAt}, which is after this clock's ${now.toISOString()}`;
      return { representative, approved: false, approvals: [], reason };
    }
    const latest = latestOfEach(sinceRevocation(about), ({ reviewer }) => reviewer);
    const approvals = latest.filter((decision) => counts(decision, now)).map(approvalOf);
    const approved = approvals.length >= required;
    const reason = approved ? "" : reasonOf({ about, latest, approvals, required, now });
    return { representative, approved, approvals, reason };
  });
}

function sinceRevocation(about: readonly Decision[]): readonly Decision[] {
  return about.slice(about.findLastIndex(({ action }) => action === "revoke") + 1);
}

function counts(decision: Decision, now: Date): boolean {
  return decision.action === "approve" && !decision.retired && !isExpired(decision, now);
}

function isExpired({ expires }: Decision, now: Date): boolean {
  return expires !== undefined && Date.parse(expires) <= now.getTime();
}

function approvalOf({ reviewer, decidedAt, expires, sequence }: Decision): Approval {
  return { reviewer, at: decidedAt, ...(expires === undefined ? {} : { expires }), sequence };
}

interface Lack {
  readonly about: readonly Decision[];
  readonly latest: readonly Decision[];
  readonly approvals: readonly Approval[];
  readonly required: number;
  readonly now: Date;
}

function reasonOf({ about, latest, approvals, required, now }: Lack): string {
  if (about.length === 0) return "nobody has decided about it";
  const revoked = about.findLast(({ action }) => action === "revoke");
  const facts = [
    `${approvals.length} of ${required} approvals`,
    ...(revoked === undefined ? [] : [`revoked by ${revoked.reviewer} at ${revoked.decidedAt}`]),
    ...latest.flatMap((decision) => {
      const { action, reviewer, decidedAt, expires, retired } = decision;
      if (action === "reject") return [`rejected by ${reviewer} at ${decidedAt}`];
      if (retired) return [`${reviewer}, who approved it, is retired`];
      return isExpired(decision, now) ? [`the approval by ${reviewer} expired at ${expires}`] : [];
    }),
  ];
  return facts.join("; ");
}
