import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import {
  addDecision,
  type CheckedDossier,
  type DecisionDraft,
  keyId,
  type Reviewer,
  type Reviewers,
  readChain,
} from "../../../approval/index.js";

/** A private key for Ed25519 that is the same in every test: 32 bytes of one value (RFC 8410, section 7). */
function keyOf(value: number): KeyObject {
  const der = Buffer.concat([
    Buffer.from("302e020100300506032b657004220420", "hex"),
    Buffer.alloc(32, value),
  ]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** Private keys by their owners' names; mallory's is nobody's. */
export const KEYS = { ada: keyOf(1), bob: keyOf(2), cy: keyOf(3), mallory: keyOf(4) };
export type Person = keyof typeof KEYS;

export function publicPem(person: Person): string {
  return createPublicKey(KEYS[person]).export({ type: "spki", format: "pem" }) as string;
}

export function privatePem(person: Person): string {
  return KEYS[person].export({ type: "pkcs8", format: "pem" }) as string;
}

/** Ada, Bob and Cy, of whom some must approve. */
export function reviewersOf(required: number, retired: readonly Person[] = []): Reviewers {
  const reviewers = (["ada", "bob", "cy"] as const).map((name): Reviewer => {
    const key = createPublicKey(KEYS[name]);
    return { name, keyid: keyId(key), key, retired: retired.includes(name) };
  });
  return { required, reviewers };
}

/** A time on the day of the decisions. */
export const at = (time: string) => new Date(`2026-02-01T${time}:00.000Z`);

/** Adds a decision as the reviewer's program does. */
export async function decide(
  checked: CheckedDossier,
  person: Person,
  time: string,
  { action = "approve", representatives = [1], reason = "seen", expires }: Partial<DecisionDraft> = {},
): Promise<string> {
  const draft = { action, representatives, reason, expires };
  return addDecision(checked, await readChain(checked), draft, { key: KEYS[person], now: at(time) });
}
