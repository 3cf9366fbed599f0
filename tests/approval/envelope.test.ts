import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  encodeEnvelope,
  isSignedBy,
  parseEnvelope,
  payloadOf,
  preAuthenticationEncoding,
  sealEnvelope,
} from "../../approval/envelope.js";
import { KEYS } from "./support/reviewers.js";

const privateKey = (seed: string): KeyObject => {
  const der = Buffer.from(`302e020100300506032b657004220420${seed}`, "hex");
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
};
/** RFC 8032, section 7.1, test 1. */
const RFC_8032 = privateKey("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

const TYPE = "http://example.com/HelloWorld";
const PAYLOAD = Buffer.from("hello world");

describe("what is signed", () => {
  it("is what the example of DSSE's protocol shows", () => {
    expect(preAuthenticationEncoding(TYPE, PAYLOAD).toString()).toBe(
      "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
    );
  });

  it("counts bytes, not characters", () => {
    expect(preAuthenticationEncoding("é", Buffer.from("θθ")).toString()).toBe("DSSEv1 2 é 4 θθ");
  });

  it("is not the same for another division into type and payload", () => {
    const one = preAuthenticationEncoding("a", Buffer.from("b c"));
    expect(one.equals(preAuthenticationEncoding("a 1", Buffer.from("c")))).toBe(false);
  });
});

describe("a key of RFC 8032", () => {
  it("has the public half that the RFC says", () => {
    const der = createPublicKey(RFC_8032).export({ type: "spki", format: "der" });
    expect(der.subarray(-32).toString("hex")).toBe(
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    );
  });

  it("seals an envelope as other programs that know DSSE do", () => {
    // The signature was computed by another library (Python's cryptography), from the same key and text.
    expect(sealEnvelope(TYPE, PAYLOAD, RFC_8032)).toEqual({
      payloadType: TYPE,
      payload: "aGVsbG8gd29ybGQ=",
      signatures: [
        {
          keyid: "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9",
          sig: "4DHX3Zn4qpBKvEj7maE8O9u9bjXEnPLLnyXVUJ2PXJR8DSLcL3QDpFvfJOj3pB/SPHsl6Jg4boxsMb6KvuYABw==",
        },
      ],
    });
  });
});

describe("an envelope", () => {
  const envelope = sealEnvelope(TYPE, PAYLOAD, KEYS.ada);
  const bytes = encodeEnvelope(envelope);
  const ada = createPublicKey(KEYS.ada);

  it("is read as it was written", () => {
    expect(parseEnvelope(bytes, "a.json")).toEqual(envelope);
    expect(payloadOf(envelope).toString()).toBe("hello world");
  });

  it("verifies with its signer's key only", () => {
    expect(isSignedBy(envelope, ada)).toBe(true);
    expect(isSignedBy(envelope, createPublicKey(KEYS.bob))).toBe(false);
  });

  it("does not verify with another type or payload", () => {
    expect(isSignedBy({ ...envelope, payloadType: "text/plain" }, ada)).toBe(false);
    expect(isSignedBy({ ...envelope, payload: "aGVsbG8gd29ybGU=" }, ada)).toBe(false);
  });

  it("is refused, or does not verify, after a change of any byte", () => {
    for (const [i, byte] of bytes.entries()) {
      for (const other of [byte ^ 1, byte ^ 32]) {
        const changed = Buffer.from(bytes);
        changed[i] = other;
        expect(accepted(changed), `byte ${i}: ${changed}`).toBe(false);
      }
    }
  });

  /** Whether a reviewer's decision would be taken from these bytes. */
  function accepted(changed: Buffer): boolean {
    try {
      const read = parseEnvelope(changed, "a.json");
      return read.signatures[0].keyid === envelope.signatures[0].keyid && isSignedBy(read, ada);
    } catch {
      return false;
    }
  }

  it.each([
    ["spaces elsewhere", Buffer.from(JSON.stringify(envelope)), /expected an envelope in the form in which/],
    [
      "an unknown field",
      Buffer.from(JSON.stringify({ ...envelope, more: 1 })),
      /expected no other fields, got "more"/,
    ],
    ["no JSON", Buffer.from("{"), "a.json: expected JSON in UTF-8, got something else"],
    ["no UTF-8", Buffer.from([0x22, 0xff, 0x22]), "a.json: expected JSON in UTF-8, got something else"],
    ["two signatures", twice(), /a\.json: signatures: /],
    [
      "no signature",
      Buffer.from(JSON.stringify({ ...envelope, signatures: [] })),
      /a\.json: signatures\.?0?: /,
    ],
    [
      "base64 with spaces",
      Buffer.from(JSON.stringify({ ...envelope, payload: "aGVs bG8=" })),
      /payload: expected base64/,
    ],
  ])("is refused with %s", (_, wrong, message) => {
    expect(() => parseEnvelope(wrong, "a.json")).toThrow(message);
  });

  function twice(): Buffer {
    const [signature] = envelope.signatures;
    return Buffer.from(JSON.stringify({ ...envelope, signatures: [signature, signature] }));
  }
});
