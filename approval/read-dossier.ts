import { access } from "node:fs/promises";
import { resolve } from "node:path";
import { ApprovalError } from "./approval-error.js";
import { readBoundedFile, readOptionalFile } from "./bounded-file.js";
import { type Dossier, type DossierPolicy, dossierSchema } from "./dossier.js";
import { quoted } from "./foreign-text.js";
import { parseJson } from "./json.js";
import { sha256 } from "./sha256.js";

export const DOSSIER_FILE = "dossier.json";
/** The page that people read. */
export const PAGE_FILE = "dossier.html";

const MEBIBYTE = 2 ** 20;
const LIMITS = { dossier: 64 * MEBIBYTE, page: 256 * MEBIBYTE, policy: 256 * MEBIBYTE };

/** A policy's file, whose bytes are those of the dossier's digest. */
export interface CheckedPolicy {
  /** From 1. */
  readonly representative: number;
  /** Path in the dossier. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** A dossier with its policies, each read once: what was hashed is what is used. */
export interface CheckedDossier {
  readonly dossier: Dossier;
  /** SHA-256 of dossier.json. */
  readonly digest: string;
  /** SHA-256 of dossier.html; null if there is none. */
  readonly pageDigest: string | null;
  /** Absolute path. */
  readonly directory: string;
  /** [k], in the order of representatives. */
  readonly policies: readonly CheckedPolicy[];
}

/**
 * Reads a dossier and its policies, and compares their digests. Whether anybody approved them, decisions say.
 * @param path - the dossier's directory
 * @throws ApprovalError that names the file that is missing, unreadable or not what the dossier says
 */
export async function readDossier(path: string): Promise<CheckedDossier> {
  const directory = resolve(path);
  const { code } = await access(directory).then(
    () => ({ code: undefined }),
    (error: NodeJS.ErrnoException) => error,
  );
  if (code === "ENOENT") throw new ApprovalError(path, "expected the directory of a dossier, got nothing");
  const bytes = await readBoundedFile(directory, DOSSIER_FILE, LIMITS.dossier);
  const dossier = parseJson(bytes, dossierSchema, DOSSIER_FILE);
  checkNames(dossier.policies);
  const page = await readOptionalFile(directory, PAGE_FILE, LIMITS.page);
  const policies: CheckedPolicy[] = [];
  for (const policy of dossier.policies) policies.push(await readPolicy(directory, policy));
  const pageDigest = page === undefined ? null : sha256(page);
  return { dossier, digest: sha256(bytes), pageDigest, directory, policies };
}

/** Policies are numbered 1, 2, …, and each has a file of its own within the dossier. */
function checkNames(policies: readonly DossierPolicy[]): void {
  const files = new Set<string>();
  for (const [i, { representative, file }] of policies.entries()) {
    const where = `policies.${i}`;
    if (representative !== i + 1) {
      throw new ApprovalError(
        DOSSIER_FILE,
        `${where}: expected representative ${i + 1}, got ${representative}`,
      );
    }
    if (!/^(?:\w[\w.-]*\/)*\w[\w.-]*$/.test(file)) {
      throw new ApprovalError(DOSSIER_FILE, `${where}: expected a path in the dossier, got ${quoted(file)}`);
    }
    if (files.has(file)) {
      throw new ApprovalError(
        DOSSIER_FILE,
        `${where}: expected a file of its own, got ${quoted(file)} again`,
      );
    }
    files.add(file);
  }
}

async function readPolicy(directory: string, policy: DossierPolicy): Promise<CheckedPolicy> {
  const { representative, file } = policy;
  const bytes = await readBoundedFile(directory, file, LIMITS.policy);
  if (bytes.length !== policy.bytes) {
    throw new ApprovalError(
      file,
      `expected the ${policy.bytes} bytes of ${DOSSIER_FILE}, got ${bytes.length}`,
    );
  }
  const digest = sha256(bytes);
  if (digest !== policy.sha256) {
    throw new ApprovalError(
      file,
      `expected SHA-256 ${policy.sha256}, as ${DOSSIER_FILE} says, got ${digest}`,
    );
  }
  return { representative, file, bytes, sha256: digest };
}
