// Certificate authorities and certificates for tests, made anew each time.
import "reflect-metadata"; // which the next one needs
import type { webcrypto } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { scratch } from "../client/runs/support/scratch.js";

cryptoProvider.set(globalThis.crypto);

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY = 24 * 3600 * 1000;

/** PEM files. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface Authority {
  /** Its own certificate, a PEM file. */
  readonly ca: string;
  /** Issues a certificate for localhost and 127.0.0.1, valid for a day, unless told otherwise. */
  issue(subject: string, wish?: { name?: string; expired?: boolean }): Promise<CertificateFiles>;
}

/** An authority whose files are gone after the test. */
export async function createAuthority(): Promise<Authority> {
  const directory = await scratch();
  const keys = await makeKeys();
  const subject = `CN=Test authority ${crypto.randomUUID()}`;
  const common = { keys, signingAlgorithm: ALGORITHM, ...validity(false) };
  const extensions = [new BasicConstraintsExtension(true, 1, true)];
  const own = await X509CertificateGenerator.createSelfSigned({ name: subject, ...common, extensions });
  const ca = await writePem(join(directory, "ca.pem"), own);
  return {
    ca,
    async issue(name, { name: host, expired = false } = {}) {
      const pair = await makeKeys();
      const names = host === undefined ? [dns("localhost"), ip("127.0.0.1")] : [dns(host)];
      const certificate = await X509CertificateGenerator.create({
        subject: `CN=${name}`,
        issuer: subject,
        publicKey: pair.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        extensions: [new SubjectAlternativeNameExtension(names)],
        ...validity(expired),
      });
      const path = join(directory, `${name}-${crypto.randomUUID()}`);
      const key = PemConverter.encode(await crypto.subtle.exportKey("pkcs8", pair.privateKey), "PRIVATE KEY");
      await writeFile(`${path}.key`, key);
      return { cert: await writePem(`${path}.pem`, certificate), key: `${path}.key` };
    },
  };
}

const dns = (value: string) => ({ type: "dns", value }) as const;
const ip = (value: string) => ({ type: "ip", value }) as const;

function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

/** From yesterday to tomorrow, or to an hour ago. */
function validity(expired: boolean): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now - DAY), notAfter: new Date(now + (expired ? -DAY / 24 : DAY)) };
}

async function writePem(path: string, certificate: X509Certificate): Promise<string> {
  await writeFile(path, certificate.toString("pem"));
  return path;
}
