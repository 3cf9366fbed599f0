import {
  ApprovalError,
  addDecision,
  type CheckedDossier,
  type DecisionDraft,
  keyId,
  loadReviewers,
  type Reviewers,
  readChain,
  readDossier,
  readPrivateKey,
  refuseWithin,
} from "../../../approval/index.js";
import { ConfigError } from "../../base/config-error.js";
import { type DecisionFlags, decisionDrafts } from "../decision-drafts.js";
import { reviewRecord } from "../review-record.js";
import { reviewText } from "../review-text.js";

export interface ReviewFlags extends DecisionFlags {
  /** The dossier's directory. */
  readonly dossier: string;
  readonly reviewers?: string;
  readonly verify: boolean;
  readonly json: boolean;
}

/** Decides about a dossier's policies, verifies it or shows it. */
export async function reviewAction(flags: ReviewFlags): Promise<void> {
  const { dossier, verify, json } = flags;
  const checked = await readDossier(dossier);
  const drafts = decisionDrafts(flags, checked.policies.length, new Date());
  if (drafts.length > 0 && verify) {
    throw new ConfigError("--verify: expected no decision with it, got one");
  }
  const reviewers = flags.reviewers === undefined ? undefined : await loadReviewers(flags.reviewers, dossier);
  if (drafts.length > 0) await decide(checked, drafts, { ...flags, trusted: reviewers });
  const record = reviewRecord(checked, await readChain(checked), reviewers, new Date());
  if (json) console.log(JSON.stringify(record, null, 2));
  else console.log(verify ? verifiedText(record) : reviewText(record));
}

/** Signs decisions and adds them, if what is there already verifies. */
async function decide(
  checked: CheckedDossier,
  drafts: readonly DecisionDraft[],
  { key: path, trusted }: DecisionFlags & { readonly trusted: Reviewers | undefined },
): Promise<void> {
  if (path === undefined) throw new ConfigError("--key: expected the reviewer's private key, got none");
  await refuseWithin(checked.directory, path, "whoever gets the dossier would get the key");
  const key = await readPrivateKey(path);
  if (trusted !== undefined) checkReviewer(trusted, keyId(key), { path, drafts });
  for (const draft of drafts) {
    const chain = await readChain(checked);
    reviewRecord(checked, chain, trusted, new Date());
    const file = await addDecision(checked, chain, draft, { key, now: new Date() });
    console.error(`${file}: ${draft.action} ${draft.representatives.join(", ")}`);
  }
}

/** A decision by anybody else would spoil the dossier, and an approval by a retired reviewer would not count. */
function checkReviewer(
  { reviewers }: Reviewers,
  keyid: string,
  { path, drafts }: { readonly path: string; readonly drafts: readonly DecisionDraft[] },
): void {
  const reviewer = reviewers.find((one) => one.keyid === keyid);
  if (reviewer === undefined) {
    throw new ApprovalError(path, "expected the key of one of --reviewers, got another");
  }
  if (!reviewer.retired || !drafts.some(({ action }) => action === "approve")) return;
  throw new ApprovalError(path, `expected a reviewer who may approve, got ${reviewer.name}, who is retired`);
}

function verifiedText({ policies, decisions }: ReturnType<typeof reviewRecord>): string {
  const what = `${policies.length} policies and ${decisions.length} decisions are what they were`;
  const [{ standing }] = policies;
  if (standing === null) return `${what}; who signed is not verified, without --reviewers`;
  const approved = policies.flatMap(({ representative, standing: one }) =>
    one?.approved ? [representative] : [],
  );
  return `${what}, and reviewers signed them; approved: ${approved.join(", ") || "none"}`;
}
