import { z } from "zod";
import { sha256Schema } from "../sha256.js";

/** A policy, by the digests of its file and of the dossier that it was approved with. */
export const servedPolicySchema = z.looseObject({
  /** SHA-256 of dossier.json. */
  dossier: sha256Schema,
  /** From 1. */
  representative: z.int().min(1),
  /** SHA-256 of the policy's file. */
  sha256: sha256Schema,
});

export type ServedPolicy = z.infer<typeof servedPolicySchema>;

/** An agent was given a policy, or none, at its request or because its former one is no longer approved. */
const assigned = z.looseObject({
  kind: z.literal("assigned"),
  /** Who is served. */
  agent: z.string(),
  policy: servedPolicySchema.nullable(),
  /** The policy that it had before, if it was moved. */
  before: servedPolicySchema.optional(),
});

/** A policy acted for an agent: as a stream opens, now and then, and as it ends; or in a single call. */
const acted = z.looseObject({
  kind: z.literal("acted"),
  agent: z.string(),
  policy: servedPolicySchema,
  /** Distinguishes one stream, or one call, from all others of the log. */
  stream: z.string(),
  /** Number of actions since the stream began. */
  steps: z.int().min(0),
});

/** What the log says in any other line, such as that a server started. */
const other = z.looseObject({ kind: z.string().regex(/^(?!(assigned|acted)$)/) });

/** What a line of an audit log says. Servers may add fields, and kinds of their own. */
export const auditEventSchema = z.union([assigned, acted, other]);

export type Assigned = z.infer<typeof assigned>;
export type Acted = z.infer<typeof acted>;
export type AuditEvent = z.infer<typeof auditEventSchema>;

export function isAssigned(event: AuditEvent): event is Assigned {
  return event.kind === "assigned";
}

export function isActed(event: AuditEvent): event is Acted {
  return event.kind === "acted";
}
