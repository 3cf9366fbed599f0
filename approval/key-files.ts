import type { KeyObject } from "node:crypto";
import { type FileHandle, mkdir, open, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ApprovalError } from "./approval-error.js";
import { readFailure } from "./bounded-file.js";
import { quoted } from "./foreign-text.js";
import { createKeyPair, keyId, parsePrivateKey, parsePublicKey } from "./keys.js";

/** Permissions of a file's group and of others. */
const OTHERS = 0o077;
const LIMIT = 64 * 1024;

/**
 * Reads a private key.
 * @throws ApprovalError if the file holds something else, or others than its owner may use it
 */
export async function readPrivateKey(path: string): Promise<KeyObject> {
  const { text, mode } = await readPem(path);
  const key = parsePrivateKey(text, path);
  // Windows has no such permissions.
  if (process.platform === "win32" || (mode & OTHERS) === 0) return key;
  throw new ApprovalError(
    path,
    `expected a private key that only its owner can use (chmod 600), got permissions ${mode.toString(8)}`,
  );
}

/** @throws ApprovalError if the file cannot be read or holds something else, such as a private key */
export async function readPublicKey(path: string): Promise<KeyObject> {
  return parsePublicKey((await readPem(path)).text, path);
}

/** Files of a new pair of keys. */
export interface KeyFiles {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly keyid: string;
}

/**
 * Makes keys and writes them as NAME.key, which only its owner can read, and NAME.pub.
 * @param directory - made if it does not exist
 * @throws ApprovalError if one of the files exists or cannot be written; neither is then left half made
 */
export async function writeKeyPair(directory: string, name: string): Promise<KeyFiles> {
  if (!/^\w[\w.-]*$/.test(name)) {
    throw new ApprovalError("name", `expected letters, digits, ".", "-" and "_", got ${quoted(name)}`);
  }
  const [privateKey, publicKey] = ["key", "pub"].map((ending) => join(directory, `${name}.${ending}`));
  const pair = createKeyPair();
  await mkdir(directory, { recursive: true }).catch((error) => {
    throw writeFailure(directory, error);
  });
  await writeNew(privateKey, pair.privateKey, 0o600);
  await writeNew(publicKey, pair.publicKey, 0o644).catch(async (error) => {
    await rm(privateKey, { force: true });
    throw error;
  });
  return { privateKey, publicKey, keyid: keyId(parsePublicKey(pair.publicKey, publicKey)) };
}

async function readPem(path: string): Promise<{ readonly text: string; readonly mode: number }> {
  try {
    const file = await open(path, "r");
    return await contentsOf(file, path).finally(() => file.close());
  } catch (error) {
    throw readFailure(path, error);
  }
}

async function contentsOf(file: FileHandle, path: string) {
  const { size, mode } = await file.stat();
  if (size > LIMIT) throw new ApprovalError(path, `expected a key, got a file of ${size} bytes`);
  return { text: await file.readFile("utf8"), mode: mode & 0o777 };
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  await writeFile(path, text, { flag: "wx", mode }).catch((error) => {
    throw writeFailure(path, error);
  });
}

function writeFailure(path: string, error: NodeJS.ErrnoException): ApprovalError {
  const got = error.code === "EEXIST" ? "a file that is there already" : error.message;
  return new ApprovalError(path, `expected a place for a new key, got ${got}`, { cause: error });
}
