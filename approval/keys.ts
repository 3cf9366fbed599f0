import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { ApprovalError } from "./approval-error.js";
import { sha256 } from "./sha256.js";

/** A new pair of keys for Ed25519 (RFC 8032), as PEM text: PKCS #8 and SPKI (RFC 8410). */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

export function createKeyPair(): KeyPair {
  return generateKeyPairSync("ed25519", {
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

/**
 * Identifies a key: SHA-256 of its public half in DER, as 64 hexadecimal digits.
 * @param key - public or private
 */
export function keyId(key: KeyObject): string {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return sha256(publicKey.export({ type: "spki", format: "der" }));
}

/** @param file - for errors */
export function parsePublicKey(pem: string, file: string): KeyObject {
  // Node would take the public half of a private key, which must not lie among public ones.
  if (pem.includes("PRIVATE KEY")) throw wrongKey(file, "public", "a private key");
  return ofKind("public", file, () => createPublicKey(pem));
}

/** @param file - for errors */
export function parsePrivateKey(pem: string, file: string): KeyObject {
  if (pem.includes("PUBLIC KEY")) throw wrongKey(file, "private", "a public key");
  if (pem.includes("ENCRYPTED")) throw wrongKey(file, "private", "a key with a passphrase");
  return ofKind("private", file, () => createPrivateKey(pem));
}

function ofKind(kind: "public" | "private", file: string, parse: () => KeyObject): KeyObject {
  const key = orUndefined(parse);
  if (key === undefined) throw wrongKey(file, kind, "something else");
  if (key.asymmetricKeyType === "ed25519") return key;
  throw wrongKey(file, kind, `a key for ${key.asymmetricKeyType}`);
}

function orUndefined<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function wrongKey(file: string, kind: "public" | "private", got: string): ApprovalError {
  return new ApprovalError(file, `expected a ${kind} key for Ed25519, as PEM, got ${got}`);
}
