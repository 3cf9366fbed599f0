import {
  type Reviewers,
  type Seen,
  type Standing,
  seeDecisions,
  seeTime,
  standing,
} from "../../approval/index.js";
import type { FoundDossier } from "./read-registry.js";

/** A dossier of the registry, and which of its policies may serve people now. */
export interface JudgedDossier extends FoundDossier {
  /** [k], in the order of representatives; empty if the dossier is refused. */
  readonly standings: readonly Standing[];
}

/** What a look at the registry amounts to. */
export interface Judgement {
  readonly dossiers: readonly JudgedDossier[];
  /** Why nothing may be served at all; "" if there is no such reason. */
  readonly refusal: string;
  /** What has been seen by now. */
  readonly seen: Seen;
}

/** What is known before a look at the registry. */
export interface JudgementBasis {
  readonly reviewers: Reviewers;
  readonly seen: Seen;
  readonly now: Date;
}

/**
 * Says which policies are approved now. A dossier whose decisions are fewer or others than those that were seen before
 * is refused, and if the clock was set back, everything is.
 */
export function judge(found: readonly FoundDossier[], { reviewers, seen, now }: JudgementBasis): Judgement {
  let latest: Seen;
  try {
    latest = seeTime(seen, now);
  } catch (error) {
    const { message: refusal } = error as Error;
    return { dossiers: found.map((one) => ({ ...one, standings: [] })), refusal, seen };
  }
  // All are seen before any is judged, so that an older copy of a dossier does not count, whatever its name.
  for (const { verified } of found) {
    if (verified !== undefined) latest = seeIfNewer(latest, verified);
  }
  const dossiers = found.map((one): JudgedDossier => {
    if (one.verified === undefined) return { ...one, standings: [] };
    const { checked, decisions } = one.verified;
    try {
      seeDecisions(latest, checked, decisions);
      return { ...one, standings: standing(checked, decisions, reviewers, now) };
    } catch (error) {
      return { name: one.name, refusal: (error as Error).message, standings: [] };
    }
  });
  return { dossiers, refusal: "", seen: latest };
}

function seeIfNewer(seen: Seen, { checked, decisions }: NonNullable<FoundDossier["verified"]>): Seen {
  try {
    return seeDecisions(seen, checked, decisions);
  } catch {
    return seen;
  }
}
