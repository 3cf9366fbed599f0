import { ApprovalError } from "./approval-error.js";
import { readChain, type SignedDecision } from "./chain.js";
import { isSignedBy } from "./envelope.js";
import type { CheckedDossier } from "./read-dossier.js";
import type { Reviewer, Reviewers } from "./reviewers.js";

/** A decision that a known reviewer signed. */
export interface Decision extends Omit<SignedDecision, "envelope"> {
  /** The reviewer's name. */
  readonly reviewer: string;
  /** Whether the reviewer's approvals count no more. */
  readonly retired: boolean;
}

/**
 * Reads and verifies all of a dossier's decisions.
 * @returns in their order; empty if there is none
 * @throws ApprovalError that names the first decision that does not verify: then none of them counts
 */
export async function readDecisions(checked: CheckedDossier, reviewers: Reviewers): Promise<Decision[]> {
  return verifyDecisions(await readChain(checked), reviewers);
}

/** @throws ApprovalError as `readDecisions` */
export function verifyDecisions(chain: readonly SignedDecision[], { reviewers }: Reviewers): Decision[] {
  return chain.map(({ envelope, ...decision }) => {
    const [{ keyid }] = envelope.signatures;
    const reviewer = reviewers.find((one) => one.keyid === keyid);
    if (reviewer === undefined) {
      throw new ApprovalError(
        decision.file,
        `expected a reviewer's key, got the unknown key ${shortKey(keyid)}`,
      );
    }
    if (!isSignedBy(envelope, reviewer.key)) throw badSignature(decision.file, reviewer);
    return { ...decision, reviewer: reviewer.name, retired: reviewer.retired };
  });
}

function badSignature(file: string, { name }: Reviewer): ApprovalError {
  return new ApprovalError(file, `expected a signature by ${name}, got one that does not verify`);
}

/** Text of a key's identity that is long enough to find it. */
function shortKey(keyid: string): string {
  return /^[0-9a-f]{64}$/.test(keyid) ? `${keyid.slice(0, 16)}…` : "without a proper id";
}
