import { type KeyObject, randomUUID } from "node:crypto";
import { link, mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { ApprovalError } from "./approval-error.js";
import { DECISIONS_FOLDER, decisionFile, type SignedDecision } from "./chain.js";
import { isAhead } from "./clock.js";
import { encodeEnvelope, sealEnvelope } from "./envelope.js";
import { checkShape } from "./json.js";
import type { CheckedDossier } from "./read-dossier.js";
import { type Action, DECISION_TYPE, STATEMENT_TYPE, type Statement, statementSchema } from "./statement.js";
import { subjectsOf } from "./subjects.js";

/** A decision that is to be made. */
export interface DecisionDraft {
  readonly action: Action;
  /** From 1, each of them in the dossier. */
  readonly representatives: readonly number[];
  readonly reason: string;
  /** When an approval ends. */
  readonly expires?: Date;
}

/**
 * Signs a decision and adds it to a dossier's chain.
 * @param chain - the dossier's decisions so far
 * @param key - the reviewer's private key
 * @returns the path, in the dossier, of the decision
 * @throws ApprovalError if the clock is behind the last decision, somebody else decides at the same moment, or the
 * file cannot be written; the dossier is then as before
 */
export async function addDecision(
  checked: CheckedDossier,
  chain: readonly SignedDecision[],
  draft: DecisionDraft,
  { key, now }: { readonly key: KeyObject; readonly now: Date },
): Promise<string> {
  const before = chain.at(-1);
  const statement = statementOf(checked, before, draft, timeAfter(before, now));
  const payload = Buffer.from(JSON.stringify(checkShape(statement, statementSchema, "decision")));
  const file = decisionFile(statement.predicate.sequence);
  await writeExclusively(checked.directory, file, encodeEnvelope(sealEnvelope(STATEMENT_TYPE, payload, key)));
  return file;
}

function statementOf(
  checked: CheckedDossier,
  before: SignedDecision | undefined,
  { action, representatives, reason, expires }: DecisionDraft,
  decidedAt: Date,
): Statement {
  const numbers = [...new Set(representatives)].sort((a, b) => a - b);
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: subjectsOf(checked, numbers),
    predicateType: DECISION_TYPE,
    predicate: {
      action,
      representatives: numbers,
      reason,
      sequence: (before?.sequence ?? 0) + 1,
      previous: before?.digest ?? null,
      decidedAt: decidedAt.toISOString(),
      ...(expires === undefined ? {} : { expires: expires.toISOString() }),
    },
  };
}

/** Times in a chain never go backwards; reviewers' clocks differ a little. */
function timeAfter(before: SignedDecision | undefined, now: Date): Date {
  if (before === undefined || Date.parse(before.decidedAt) <= now.getTime()) return now;
  if (!isAhead(before.decidedAt, now)) return new Date(before.decidedAt);
  throw new ApprovalError(
    "clock",
    `expected a time from ${before.decidedAt}, when ${before.file} was decided, got ${now.toISOString()}`,
  );
}

/** The file appears at once and whole, and never replaces another. */
async function writeExclusively(directory: string, file: string, bytes: Buffer): Promise<void> {
  const draft = join(directory, DECISIONS_FOLDER, `.${randomUUID()}`);
  try {
    await mkdir(join(directory, DECISIONS_FOLDER), { recursive: true });
    await writeDurably(draft, bytes);
    await link(draft, join(directory, file));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const got =
      code === "EEXIST" ? "one that somebody has just made: look at it, then decide again" : message;
    throw new ApprovalError(file, `expected a place for a new decision, got ${got}`, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, "wx", 0o644);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
