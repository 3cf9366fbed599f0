/** What it takes to know which policies people have approved: dossiers, signed decisions about them, and what these amount to. */
export { ApprovalError } from "./approval-error.js";
export { approvedTimes, type TimeSpan } from "./approved-times.js";
export { type Acted, type Assigned, type AuditEvent, isActed, type ServedPolicy } from "./audit/event.js";
export { type AuditHead, type AuditLine, EMPTY_HEAD } from "./audit/line.js";
export { type AuditLog, openAuditLog } from "./audit/log.js";
export {
  type ApprovalCheck,
  checkApprovals,
  type KnownPolicy,
  type UnapprovedUse,
} from "./audit/unapproved-use.js";
export { countUse, type PolicyUse, type UseCount } from "./audit/use.js";
export { type VerifiedLog, verifyAuditLog } from "./audit/verify.js";
export { DECISIONS_FOLDER, readChain, type SignedDecision } from "./chain.js";
export { CLOCK_TOLERANCE_MS } from "./clock.js";
export { type Decision, readDecisions, verifyDecisions } from "./decisions.js";
export * from "./dossier.js";
export { firstIssueText } from "./issue-text.js";
export { type KeyFiles, readPrivateKey, readPublicKey, writeKeyPair } from "./key-files.js";
export { keyId } from "./keys.js";
export { liesWithin, refuseWithin } from "./outside.js";
export {
  type CheckedDossier,
  type CheckedPolicy,
  DOSSIER_FILE,
  PAGE_FILE,
  readDossier,
} from "./read-dossier.js";
export { listDossiers, type RegistryEntry } from "./registry.js";
export { rejectedRepresentatives } from "./rejected.js";
export { loadReviewers, type Reviewer, type Reviewers } from "./reviewers.js";
export { NOTHING_SEEN, type Seen, seeDecisions, seenSchema, seeTime } from "./seen.js";
export { sha256, sha256Schema } from "./sha256.js";
export { type Approval, type Standing, standing } from "./standing.js";
export type { Action } from "./statement.js";
export { addDecision, type DecisionDraft } from "./write-decision.js";
