import type { TimeSpan } from "../approved-times.js";
import { CLOCK_TOLERANCE_MS } from "../clock.js";
import { isActed, isAssigned, type ServedPolicy } from "./event.js";
import type { AuditLine } from "./line.js";

/** A policy of a registry, and when it was approved. */
export interface KnownPolicy {
  readonly dossier: string;
  readonly sha256: string;
  readonly approved: readonly TimeSpan[];
}

/** Lines about a policy at a time at which it was not approved. */
export interface UnapprovedUse {
  readonly policy: ServedPolicy;
  /** Whether the registry has the policy at all. */
  readonly known: boolean;
  /** Number of the first such line, its time, and the number of all of them. */
  readonly line: number;
  readonly time: string;
  count: number;
}

/** Gathers, line by line, who was served by a policy that was not approved then. */
export interface ApprovalCheck {
  add(line: AuditLine): void;
  readonly found: () => readonly UnapprovedUse[];
}

/** @param policies - the registry's; clocks of servers and reviewers may differ by a minute */
export function checkApprovals(policies: readonly KnownPolicy[]): ApprovalCheck {
  const approvedOf = new Map(policies.map(({ approved, ...policy }) => [keyOf(policy), approved]));
  const found = new Map<string, UnapprovedUse>();
  return {
    add({ event, sequence, time }) {
      const policy = isAssigned(event) || isActed(event) ? event.policy : null;
      if (policy === null) return;
      const approved = approvedOf.get(keyOf(policy));
      if (approved?.some((span) => isWithin(Date.parse(time), span))) return;
      const key = keyOf(policy);
      const use = found.get(key) ?? { policy, known: approved !== undefined, line: sequence, time, count: 0 };
      use.count++;
      found.set(key, use);
    },
    found: () => [...found.values()],
  };
}

function keyOf({ dossier, sha256 }: Pick<ServedPolicy, "dossier" | "sha256">): string {
  return `${dossier} ${sha256}`;
}

function isWithin(time: number, { from, until }: TimeSpan): boolean {
  return time >= from - CLOCK_TOLERANCE_MS && time < until + CLOCK_TOLERANCE_MS;
}
