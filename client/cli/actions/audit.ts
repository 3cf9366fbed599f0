import {
  type ApprovalCheck,
  ApprovalError,
  checkApprovals,
  countUse,
  sha256Schema,
  verifyAuditLog,
} from "../../../approval/index.js";
import { ConfigError } from "../../base/config-error.js";
import { auditRecord } from "../audit-record.js";
import { auditText } from "../audit-text.js";
import { knownPolicies } from "../known-policies.js";

export interface AuditFlags {
  /** Path of the log. */
  readonly log: string;
  /** Hash of a line. */
  readonly expect?: string;
  readonly registry?: string;
  readonly reviewers?: string;
  readonly json: boolean;
}

/**
 * Verifies an audit log and sums it up.
 * @throws ApprovalError if it was cut or changed or, after the summary, if a policy served that was not approved
 */
export async function auditAction(flags: AuditFlags): Promise<void> {
  const { log, expect, json } = flags;
  if (expect !== undefined && !sha256Schema.safeParse(expect).success) {
    throw new ConfigError(`--expect: expected a hash of 64 hexadecimal digits, got "${expect}"`);
  }
  const [uses, approvals] = [countUse(), await approvalsOf(flags)];
  const verified = await verifyAuditLog(log, {
    ...(expect === undefined ? {} : { expect: { hash: expect } }),
    onLine(line) {
      uses.add(line);
      approvals?.add(line);
    },
  });
  const record = auditRecord(verified, uses.policies(), approvals?.found() ?? null);
  console.log(json ? JSON.stringify(record, null, 2) : auditText(record));
  const lines = record.unapproved?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  if (lines > 0)
    throw new ApprovalError(
      log,
      `expected service by approved policies, got ${lines} lines of other service`,
    );
}

async function approvalsOf({ registry, reviewers }: AuditFlags): Promise<ApprovalCheck | undefined> {
  if ((registry === undefined) !== (reviewers === undefined)) {
    const [given, missing] = registry === undefined ? ["reviewers", "registry"] : ["registry", "reviewers"];
    throw new ConfigError(`--${given}: expected --${missing} with it, got none`);
  }
  if (registry === undefined) return undefined;
  return checkApprovals(await knownPolicies(registry, reviewers!));
}
