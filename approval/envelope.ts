import { type KeyObject, sign, verify } from "node:crypto";
import { z } from "zod";
import { ApprovalError } from "./approval-error.js";
import { parseJson } from "./json.js";
import { keyId } from "./keys.js";

const base64 = z.string().refine((text) => Buffer.from(text, "base64").toString("base64") === text, {
  message: "expected base64",
});

const envelopeSchema = z.strictObject({
  payloadType: z.string().max(200),
  payload: base64,
  signatures: z.tuple([z.strictObject({ keyid: z.string().max(200), sig: base64 })]),
});

/** A signed message (DSSE, Dead Simple Signing Envelope, version 1.0); one signature each. */
export type Envelope = z.infer<typeof envelopeSchema>;

/**
 * The bytes that are signed: "DSSEv1", the type and the payload, each with its length in bytes before it. (DSSE
 * protocol, PAE.)
 */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType);
  const head = Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
  ]);
  return Buffer.concat([head, payload]);
}

/** @param key - a private key for Ed25519 */
export function sealEnvelope(payloadType: string, payload: Uint8Array, key: KeyObject): Envelope {
  const signature = sign(null, preAuthenticationEncoding(payloadType, payload), key);
  return {
    payloadType,
    payload: Buffer.from(payload).toString("base64"),
    signatures: [{ keyid: keyId(key), sig: signature.toString("base64") }],
  };
}

/** Whether a key's owner signed the payload; the envelope's keyid is only a hint. */
export function isSignedBy(envelope: Envelope, publicKey: KeyObject): boolean {
  const [{ sig }] = envelope.signatures;
  const signed = preAuthenticationEncoding(envelope.payloadType, payloadOf(envelope));
  return verify(null, signed, publicKey, Buffer.from(sig, "base64"));
}

export function payloadOf({ payload }: Envelope): Buffer {
  return Buffer.from(payload, "base64");
}

/** The one form in which an envelope is written. */
export function encodeEnvelope({ payloadType, payload, signatures: [{ keyid, sig }] }: Envelope): Buffer {
  return Buffer.from(`${JSON.stringify({ payloadType, payload, signatures: [{ keyid, sig }] }, null, 2)}\n`);
}

/**
 * Reads an envelope. Its signature does not cover the spaces around its parts, so only one form is accepted: then no
 * byte can change unnoticed.
 * @param file - for errors
 */
export function parseEnvelope(bytes: Uint8Array, file: string): Envelope {
  const envelope = parseJson(bytes, envelopeSchema, file);
  if (encodeEnvelope(envelope).equals(bytes)) return envelope;
  throw new ApprovalError(file, "expected an envelope in the form in which it was written, got another form");
}
