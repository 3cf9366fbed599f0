import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { ApprovalError } from "./approval-error.js";
import { readFailure } from "./bounded-file.js";
import { quoted } from "./foreign-text.js";
import { checkShape } from "./json.js";
import { readPublicKey } from "./key-files.js";
import { keyId, parsePublicKey } from "./keys.js";
import { refuseWithin } from "./outside.js";

const reviewersSchema = z.strictObject({
  /** How many reviewers must approve a policy. */
  required: z.int().min(1),
  reviewers: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        /** PEM, or the path of a file with it, relative to this one. */
        key: z.string().min(1),
        /** Whether the reviewer's approvals count no more; what was signed can still be verified, and refusals count. */
        retired: z.boolean().default(false),
      }),
    )
    .min(1),
});

const DANGER = "whoever publishes could change it";

/** Somebody whose decisions count. */
export interface Reviewer {
  readonly name: string;
  readonly keyid: string;
  readonly key: KeyObject;
  /** Whether approvals count no more. */
  readonly retired: boolean;
}

/** Who decides, and how many of them must approve. */
export interface Reviewers {
  /** Number of distinct reviewers that must approve a policy. */
  readonly required: number;
  readonly reviewers: readonly Reviewer[];
}

/**
 * Reads who decides, from a YAML file. Trust comes from this file alone, so it must not lie where those who publish
 * policies can change it.
 * @param outside - a dossier or registry: the file and its keys must not lie in it
 * @throws ApprovalError if the file or a key is invalid, one key is named twice, or too few can approve
 */
export async function loadReviewers(file: string, outside?: string): Promise<Reviewers> {
  if (outside !== undefined) await refuseWithin(outside, file, DANGER);
  const text = await readFile(file, "utf8").catch((error) => {
    throw readFailure(file, error);
  });
  const { required, reviewers } = checkShape(parseFile(text, file), reviewersSchema, file);
  const loaded: Reviewer[] = [];
  for (const { name, key, retired } of reviewers) {
    const publicKey = await loadKey(key, { file, name, outside });
    loaded.push({ name, keyid: keyId(publicKey), key: publicKey, retired });
  }
  checkReviewers(file, { required, reviewers: loaded });
  return { required, reviewers: loaded };
}

function parseFile(text: string, file: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    throw new ApprovalError(file, `expected YAML, got ${quoted((error as Error).message)}`);
  }
}

async function loadKey(
  key: string,
  { file, name, outside }: { file: string; name: string; outside: string | undefined },
): Promise<KeyObject> {
  if (key.includes("-----BEGIN")) return parsePublicKey(key, `${file}, key of ${quoted(name)}`);
  const path = resolve(dirname(file), key);
  if (outside !== undefined) await refuseWithin(outside, path, DANGER);
  return readPublicKey(path);
}

/** One person with two names, or two persons with one key, would count twice or not be told apart. */
function checkReviewers(file: string, { required, reviewers }: Reviewers): void {
  for (const [i, { name, keyid }] of reviewers.entries()) {
    const other = reviewers.slice(0, i).find((one) => one.name === name || one.keyid === keyid);
    if (other?.name === name) {
      throw new ApprovalError(file, `expected names that differ, got ${quoted(name)} twice`);
    }
    if (other === undefined) continue;
    const names = `${quoted(other.name)} and ${quoted(name)}`;
    throw new ApprovalError(file, `expected a key of each reviewer's own, got the same for ${names}`);
  }
  const active = reviewers.filter(({ retired }) => !retired).length;
  if (required <= active) return;
  throw new ApprovalError(file, `required: expected at most the ${active} who can approve, got ${required}`);
}
