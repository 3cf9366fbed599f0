import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ApprovalError } from "./approval-error.js";
import { readBoundedFile, readFailure } from "./bounded-file.js";
import { type Envelope, parseEnvelope, payloadOf } from "./envelope.js";
import { quoted } from "./foreign-text.js";
import { parseJson } from "./json.js";
import type { CheckedDossier } from "./read-dossier.js";
import { sha256 } from "./sha256.js";
import { type DecisionPredicate, STATEMENT_TYPE, statementSchema } from "./statement.js";
import { describeSubjects, sameSubjects, subjectsOf } from "./subjects.js";

export const DECISIONS_FOLDER = "decisions";

const LIMIT = 2 ** 20;
const LIMIT_TOGETHER = 64 * 2 ** 20;
const MOST_DECISIONS = 10_000;

/** A decision in its place in a dossier's chain; who signed it is not verified yet. */
export interface SignedDecision extends DecisionPredicate {
  /** Path in the dossier. */
  readonly file: string;
  /** SHA-256 of the file. */
  readonly digest: string;
  readonly envelope: Envelope;
}

/** The path, in a dossier, of the decision with a number. */
export function decisionFile(sequence: number): string {
  return `${DECISIONS_FOLDER}/${String(sequence).padStart(4, "0")}.dsse.json`;
}

/**
 * Reads a dossier's decisions, and checks that each follows the one before and is about these files. Hidden files, in
 * which programs prepare what they copy, are not looked at.
 * @throws ApprovalError that names the file that does not fit
 */
export async function readChain(checked: CheckedDossier): Promise<SignedDecision[]> {
  const files = await listDecisions(checked.directory);
  const chain: SignedDecision[] = [];
  let together = 0;
  for (const file of files) {
    const bytes = await readBoundedFile(checked.directory, file, LIMIT);
    together += bytes.length;
    if (together > LIMIT_TOGETHER) {
      throw new ApprovalError(DECISIONS_FOLDER, `expected at most ${LIMIT_TOGETHER} bytes, got more`);
    }
    const decision = parseDecision(bytes, file);
    checkSubjects(decision, checked);
    checkFollows(decision, chain.at(-1));
    chain.push(decision);
  }
  return chain;
}

/** Paths of the decisions, which must be numbered 1, 2, … */
async function listDecisions(directory: string): Promise<string[]> {
  const names = await readdir(join(directory, DECISIONS_FOLDER)).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw readFailure(DECISIONS_FOLDER, error);
  });
  const found = new Set(
    names.filter((name) => !name.startsWith(".")).map((name) => `${DECISIONS_FOLDER}/${name}`),
  );
  if (found.size > MOST_DECISIONS) {
    throw new ApprovalError(DECISIONS_FOLDER, `expected at most ${MOST_DECISIONS} files, got ${found.size}`);
  }
  const files = Array.from(found, (_, i) => decisionFile(i + 1));
  const missing = files.find((file) => !found.has(file));
  if (missing === undefined) return files;
  throw misplaced([...found].filter((file) => !files.includes(file)).sort()[0], missing);
}

/** @param other - a file that is there in place of the missing one */
function misplaced(other: string, missing: string): ApprovalError {
  const isDecision = /\/\d{4,}\.dsse\.json$/.test(other);
  if (isDecision) return new ApprovalError(missing, `expected a decision before ${other}, got nothing`);
  return new ApprovalError(
    DECISIONS_FOLDER,
    `expected only decisions, such as ${missing}, got ${quoted(other)}`,
  );
}

function parseDecision(bytes: Buffer, file: string): StatedDecision {
  const envelope = parseEnvelope(bytes, file);
  if (envelope.payloadType !== STATEMENT_TYPE) {
    throw new ApprovalError(
      file,
      `expected a payload of ${STATEMENT_TYPE}, got ${quoted(envelope.payloadType)}`,
    );
  }
  const { subject, predicate } = parseJson(payloadOf(envelope), statementSchema, file);
  return { ...predicate, subject, file, digest: sha256(bytes), envelope };
}

interface StatedDecision extends SignedDecision {
  readonly subject: ReturnType<typeof subjectsOf>;
}

/** A decision about other policies, or about policies of another dossier, cannot be used here. */
function checkSubjects({ subject, representatives, file }: StatedDecision, checked: CheckedDossier): void {
  const k = checked.policies.length;
  if (representatives.at(-1)! > k) {
    throw new ApprovalError(file, `expected representatives from 1 to ${k}, got ${representatives.at(-1)}`);
  }
  const expected = subjectsOf(checked, representatives);
  if (sameSubjects(subject, expected)) return;
  throw new ApprovalError(file, `expected a decision about ${describeSubjects(expected, subject)}`);
}

function checkFollows(decision: SignedDecision, before: SignedDecision | undefined): void {
  const { file, sequence, previous, decidedAt, expires, action } = decision;
  const expected = (before?.sequence ?? 0) + 1;
  if (sequence !== expected) {
    throw new ApprovalError(file, `expected decision ${expected}, got decision ${sequence}`);
  }
  if (previous !== (before?.digest ?? null)) {
    throw new ApprovalError(
      file,
      `expected to follow ${before?.file ?? "nothing"}, got another decision before it`,
    );
  }
  if (before !== undefined && Date.parse(decidedAt) < Date.parse(before.decidedAt)) {
    throw new ApprovalError(
      file,
      `expected a time from ${before.decidedAt}, got ${decidedAt}, before ${before.file}`,
    );
  }
  if (expires === undefined) return;
  if (action !== "approve" || Date.parse(expires) <= Date.parse(decidedAt)) {
    throw new ApprovalError(
      file,
      `expected an approval that expires after it was given, got ${action}, ${expires}`,
    );
  }
}
