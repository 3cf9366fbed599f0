import { ApprovalError } from "../approval-error.js";
import { parseJson } from "../json.js";
import {
  type AuditHead,
  type AuditLine,
  auditLineSchema,
  EMPTY_HEAD,
  headAfter,
  isBegunLine,
} from "./line.js";
import { readLines } from "./read-lines.js";

/** An audit log whose lines follow one another. */
export interface VerifiedLog {
  readonly head: AuditHead;
  /** Size of its whole lines, in bytes. */
  readonly size: number;
  /** Size of a last line that its writer did not finish, in bytes; 0 if there is none. Nothing was answered for it. */
  readonly torn: number;
  /** Of the last whole line, ISO 8601; null if there is none. */
  readonly time: string | null;
}

interface Verification {
  /** A line that the log is known to have had: its hash and, if known, its number. */
  readonly expect?: { readonly hash: string; readonly sequence?: number };
  /** Is given each line, in order. */
  readonly onLine?: (line: AuditLine) => void;
}

/**
 * Verifies that each line of an audit log follows the one before. A log without its last lines looks whole: only who
 * remembers its head, or an earlier one, can tell.
 * @throws ApprovalError that names the first line that does not fit, or says that an expected line is missing
 */
export async function verifyAuditLog(
  path: string,
  { expect, onLine }: Verification = {},
): Promise<VerifiedLog> {
  let [head, size, torn] = [EMPTY_HEAD, 0, 0];
  let time: string | null = null;
  let found = expect === undefined || isExpected(head, expect);
  for await (const { bytes, ended } of readLines(path)) {
    if (!ended) {
      torn = tornBytes(bytes, head, path);
      break;
    }
    const line = checkedLine(bytes, { path, head, time });
    onLine?.(line);
    [head, size, time] = [headAfter(head, bytes), size + bytes.length + 1, line.time];
    found ||= isExpected(head, expect!);
  }
  if (!found) throw missing(path, head, expect!);
  return { head, size, torn, time };
}

function isExpected(head: AuditHead, { hash, sequence }: NonNullable<Verification["expect"]>): boolean {
  return head.hash === hash && (sequence === undefined || head.sequence === sequence);
}

function checkedLine(
  bytes: Buffer,
  { path, head, time }: { readonly path: string; readonly head: AuditHead; readonly time: string | null },
): AuditLine {
  const where = `${path}, line ${head.sequence + 1}`;
  const line = parseJson(bytes, auditLineSchema, where);
  if (line.sequence !== head.sequence + 1) {
    throw new ApprovalError(where, `expected sequence ${head.sequence + 1}, got ${line.sequence}`);
  }
  if (line.previous !== head.hash) {
    throw new ApprovalError(
      where,
      "expected to follow the line before, got another line's hash: one was changed",
    );
  }
  if (time !== null && Date.parse(line.time) < Date.parse(time)) {
    throw new ApprovalError(where, `expected a time from ${time}, got ${line.time}`);
  }
  return line;
}

function tornBytes(bytes: Buffer, head: AuditHead, path: string): number {
  if (isBegunLine(bytes.toString(), head)) return bytes.length;
  throw new ApprovalError(
    `${path}, line ${head.sequence + 1}`,
    "expected a line, or the beginning of one, got something else",
  );
}

function missing(
  path: string,
  { sequence }: AuditHead,
  expected: NonNullable<Verification["expect"]>,
): ApprovalError {
  const number = expected.sequence === undefined ? "" : ` ${expected.sequence}`;
  const cause = (expected.sequence ?? 0) > sequence ? "the log was cut" : "the log was cut or changed";
  return new ApprovalError(
    path,
    `expected line${number} with hash ${expected.hash}, got ${sequence} lines without it: ${cause}`,
  );
}
