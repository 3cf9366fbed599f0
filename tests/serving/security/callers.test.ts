// Who callers are taken for.
import type { PeerCertificate } from "node:tls";
import { Metadata } from "@grpc/grpc-js";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ANYONE, identify } from "../../../serving/security/authentication.js";

/** As TLS gives it: several values of one attribute are a list. */
type Subject = Record<string, string | string[]>;

function callerOf(subject: Subject | undefined): string {
  const certificate = { subject, fingerprint256: "AB:CD" } as unknown as PeerCertificate;
  return identify({ metadata: new Metadata(), certificate }, undefined);
}

it("subjects are told apart, whatever their attributes' texts", () => {
  const subjects: Subject[] = [
    { CN: "a", OU: "b" },
    { CN: "a/OU=b" },
    { CN: 'a","OU":"b' },
    { CN: ["a", "b"] },
    { CN: "a+b" },
    { CN: "a,b" },
    { CN: "a" },
    { CN: "a\nOU=b" },
    { CN: "a\\nOU=b" },
    { CN: "a\u202eb" },
    { CN: "a\\u202eb" },
    { CN: "AB:CD" },
  ];
  expect(new Set(subjects.map(callerOf)).size).toBe(subjects.length);
});

it("subjects that differ are callers that differ", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "=", "/", "+", ",", '"', "\\", "\n", "\u202e", "u", "O"),
  });
  const subject = fc.dictionary(fc.constantFrom("CN", "OU", "O"), fc.oneof(text, fc.array(text)), {
    minKeys: 1,
  });
  fc.assert(
    fc.property(subject, subject, (a, b) => {
      const entries = (s: Subject) => JSON.stringify(Object.entries(s));
      expect(callerOf(a) === callerOf(b)).toBe(entries(a) === entries(b));
    }),
    { numRuns: 2000 },
  );
});

it("the same subject is the same caller, and can be read", () => {
  expect(callerOf({ CN: "alice", OU: ["x", "y"] })).toBe('certificate {"CN":"alice","OU":["x","y"]}');
  expect(callerOf({ CN: "Ålice" })).toBe('certificate {"CN":"Ålice"}');
  expect(callerOf({})).toBe("certificate AB:CD");
  expect(callerOf(undefined)).toBe("certificate AB:CD");
  expect(identify({ metadata: new Metadata(), certificate: undefined }, undefined)).toBe(ANYONE);
});

it("nothing that a subject holds moves or hides what is beside it in a log", () => {
  expect(callerOf({ CN: "a\r\n\x1b[2J\x7f\x9b\u202e\u2028\u200b\u{e0041}b" })).toBe(
    'certificate {"CN":"a\\r\\n\\u001b[2J\\u007f\\u009b\\u202e\\u2028\\u200b\\udb40\\udc41b"}',
  );
});
