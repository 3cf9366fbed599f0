import { X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { ListeningConfig } from "../base/config.js";
import { readSecret } from "./secret-files.js";

/** A server's files for TLS, each in PEM. */
export interface TlsFiles {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** The authority that must have signed clients' certificates; clients need none if it is left out. */
  readonly clientCa?: Buffer;
}

type TlsConfig = Pick<ListeningConfig, "tlsCert" | "tlsKey" | "tlsClientCa">;

/**
 * @returns undefined if TLS is not requested
 * @throws RangeError if files are missing, are not certificates, do not belong together, or have expired
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

/** Checks a certificate's dates at the start, since clients would refuse an expired one. */
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
