import { z } from "zod";
import { sha256, sha256Schema } from "../sha256.js";
import { type AuditEvent, auditEventSchema } from "./event.js";

export const auditLineSchema = z.strictObject({
  /** 1, 2, … */
  sequence: z.int().min(1),
  /** ISO 8601, UTC; never before the line before. */
  time: z.iso.datetime(),
  /** SHA-256 of the line before, without its newline; 64 zeros in the first. */
  previous: sha256Schema,
  event: auditEventSchema,
});

/** A line of an audit log. */
export type AuditLine = z.infer<typeof auditLineSchema>;

/** Where an audit log ends: what is known here cannot be cut off or changed unnoticed. */
export interface AuditHead {
  /** Number of lines. */
  readonly sequence: number;
  /** SHA-256 of the last line; 64 zeros before the first. */
  readonly hash: string;
}

export const EMPTY_HEAD: AuditHead = { sequence: 0, hash: "0".repeat(64) };

/** The text of the line after a head, without its newline. */
export function lineAfter({ sequence, hash }: AuditHead, time: string, event: AuditEvent): string {
  return JSON.stringify({ sequence: sequence + 1, time, previous: hash, event });
}

/** The head after a line, without its newline. */
export function headAfter({ sequence }: AuditHead, line: Uint8Array | string): AuditHead {
  return { sequence: sequence + 1, hash: sha256(line) };
}

/** Length of a time such as 2026-01-01T00:00:00.000Z. */
const TIME = 24;

/** Whether text is how a line after a head begins, so that its writer may have died while writing it. */
export function isBegunLine(text: string, { sequence, hash }: AuditHead): boolean {
  const parts = [`{"sequence":${sequence + 1},"time":"`, `","previous":"${hash}","event":{`];
  const after = text.slice(parts[0].length + TIME);
  return beginsAlike(text, parts[0]) && beginsAlike(after, parts[1]);
}

function beginsAlike(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}
