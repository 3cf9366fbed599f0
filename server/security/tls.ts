import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { ServerConfig } from "../base/config.js";
import { readSecret } from "./secret-files.js";

/** What a server needs to speak TLS, each in PEM. */
export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** Of the authority that clients' certificates must come from; clients need none if left out. */
  readonly clientCa?: Buffer;
}

type TlsConfig = Pick<ServerConfig, "tlsCert" | "tlsKey" | "tlsClientCa">;

/**
 * @returns undefined if TLS is not asked for
 * @throws RangeError if files are missing, are no certificates, do not belong together, or have expired
 */
export function readTls({ tlsCert, tlsKey, tlsClientCa }: TlsConfig): TlsFiles | undefined {
  if (tlsCert === "" && tlsKey === "" && tlsClientCa === "") return undefined;
  if (tlsCert === "") throw missing("--tls-cert", tlsKey === "" ? "--tls-client-ca" : "--tls-key");
  if (tlsKey === "") throw missing("--tls-key", "--tls-cert");
  const cert = readSecret("--tls-cert", tlsCert);
  const key = readSecret("--tls-key", tlsKey);
  checkDates(tlsCert, readCertificate("--tls-cert", tlsCert, cert));
  checkPair(tlsCert, tlsKey, cert, key);
  if (tlsClientCa === "") return { cert, key };
  const clientCa = readSecret("--tls-client-ca", tlsClientCa);
  readCertificate("--tls-client-ca", tlsClientCa, clientCa);
  return { cert, key, clientCa };
}

function missing(flag: string, beside: string): RangeError {
  return new RangeError(`${beside}: expected ${flag} beside it, got none`);
}

function readCertificate(flag: string, path: string, pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    const reason = (error as Error).message;
    throw new RangeError(`${flag}: expected a certificate in PEM format, got ${path} (${reason})`);
  }
}

/** Clients would refuse it; better to say so before there are any. */
function checkDates(path: string, { validFrom, validTo }: X509Certificate): void {
  const now = Date.now();
  if (now >= Date.parse(validFrom) && now <= Date.parse(validTo)) return;
  const valid = `${path}, which is valid from ${validFrom} to ${validTo}`;
  throw new RangeError(`--tls-cert: expected a certificate that is valid now, got ${valid}`);
}

function checkPair(certPath: string, keyPath: string, cert: Buffer, key: Buffer): void {
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    const reason = (error as Error).message;
    throw new RangeError(
      `--tls-key: expected the key of ${certPath} in PEM format, got ${keyPath} (${reason})`,
    );
  }
}
