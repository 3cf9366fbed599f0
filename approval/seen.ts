import { z } from "zod";
import { ApprovalError } from "./approval-error.js";
import { DECISIONS_FOLDER } from "./chain.js";
import { isAhead } from "./clock.js";
import type { Decision } from "./decisions.js";
import type { CheckedDossier } from "./read-dossier.js";
import { sha256Schema } from "./sha256.js";

/** What somebody who serves policies has seen of dossiers, and keeps where those who publish them cannot change it. */
export const seenSchema = z.strictObject({
  /** The latest time seen, ISO 8601. */
  time: z.iso.datetime(),
  /** The last decision that was seen of each dossier, by SHA-256 of dossier.json: under whatever name it is published. */
  dossiers: z.record(sha256Schema, z.strictObject({ sequence: z.int().min(1), digest: sha256Schema })),
});

export type Seen = z.infer<typeof seenSchema>;

/** Before anything was seen. */
export const NOTHING_SEEN: Seen = { time: "1970-01-01T00:00:00.000Z", dossiers: {} };

/**
 * Adds a time to what was seen.
 * @throws ApprovalError if the clock was set back, so that what has expired would count again
 */
export function seeTime(seen: Seen, now: Date): Seen {
  if (isAhead(seen.time, now)) {
    throw new ApprovalError("clock", `expected a time from ${seen.time}, got ${now.toISOString()}`);
  }
  return now.getTime() > Date.parse(seen.time) ? { ...seen, time: now.toISOString() } : seen;
}

/**
 * Adds a dossier's decisions to what was seen of it.
 * @param decisions - all of the dossier's, verified
 * @throws ApprovalError if decisions that were seen are gone or are others, such as when an older copy was put back
 */
export function seeDecisions(
  seen: Seen,
  { digest }: Pick<CheckedDossier, "digest">,
  decisions: readonly Pick<Decision, "sequence" | "digest" | "file">[],
): Seen {
  const before = seen.dossiers[digest];
  const same = before && decisions[before.sequence - 1];
  if (before !== undefined && same === undefined) {
    throw new ApprovalError(
      DECISIONS_FOLDER,
      `expected at least the ${before.sequence} decisions that were there before, got ${decisions.length}`,
    );
  }
  if (same !== undefined && same.digest !== before.digest) {
    throw new ApprovalError(same.file, "expected the decision that was there before, got another");
  }
  const last = decisions.at(-1);
  if (last === undefined) return seen;
  const { sequence } = last;
  return { ...seen, dossiers: { ...seen.dossiers, [digest]: { sequence, digest: last.digest } } };
}
