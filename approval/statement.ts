import { z } from "zod";
import { sha256Schema } from "./sha256.js";

/** The media type of in-toto statements in envelopes. */
export const STATEMENT_TYPE = "application/vnd.in-toto+json";

/** The type of the predicate of decisions. */
export const DECISION_TYPE = "urn:caucus:decision:v1";

/** Numbers of representatives, from 1, in ascending order. */
const representatives = z
  .array(z.int().min(1))
  .min(1)
  .refine((numbers) => numbers.every((number, i) => i === 0 || number > numbers[i - 1]), {
    message: "expected ascending numbers",
  });

const decision = z.strictObject({
  action: z.enum(["approve", "reject", "revoke"]),
  representatives,
  /** Why, in the reviewer's words. */
  reason: z.string().min(1).max(10_000),
  /** 1 for a dossier's first decision, 2 for the next. */
  sequence: z.int().min(1),
  /** SHA-256 of the file of the decision before; null in the first. */
  previous: sha256Schema.nullable(),
  /** ISO 8601, UTC. */
  decidedAt: z.iso.datetime(),
  /** ISO 8601, UTC; from then on an approval counts no more. */
  expires: z.iso.datetime().optional(),
});

/** A statement of in-toto's attestation framework, version 1, whose predicate is a decision about policies. */
export const statementSchema = z.strictObject({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  /** The files that were decided about, and the dossier that says what is known of them. */
  subject: z.array(z.strictObject({ name: z.string(), digest: z.strictObject({ sha256: sha256Schema }) })),
  predicateType: z.literal(DECISION_TYPE),
  predicate: decision,
});

export type Statement = z.infer<typeof statementSchema>;
export type Subject = Statement["subject"][number];
export type DecisionPredicate = z.infer<typeof decision>;
export type Action = DecisionPredicate["action"];
