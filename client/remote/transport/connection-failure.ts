import { type ServiceError, status } from "@grpc/grpc-js";
import { CONTRACT } from "../../../proto/index.js";
import { type ClientSecurity, speaksTls } from "./security.js";

/** Messages of gRPC, TLS and sockets, each with an explanation for the user. */
const CAUSES: readonly (readonly [said: RegExp, meaning: string | ((match: RegExpExecArray) => string)])[] = [
  [
    /alert certificate required|alert handshake failure/,
    "it asks for a client's certificate: give --tls-cert and --tls-key",
  ],
  [/alert certificate expired/, "it refused this client's certificate, which has expired: renew --tls-cert"],
  [
    /alert (?:unknown ca|bad certificate)/,
    "it refused this client's certificate, which another authority signed: check --tls-cert",
  ],
  [/certificate has expired/, "its certificate has expired: renew the server's --tls-cert"],
  [
    /certificate is not yet valid/,
    "its certificate is not valid yet: check the server's --tls-cert, and both clocks",
  ],
  [
    /does not match certificate's altnames: (.*?)(?:\. Resolution note|$)/,
    ([, names]) => `its certificate is of another name: ${names.replace(/[:. ]+$/, "")}`,
  ],
  [
    /self[- ]signed certificate|unable to (?:verify the first|get local issuer) certificate|certificate signature failure/,
    "its certificate was signed by another authority: check --tls-ca",
  ],
  [
    /wrong version number|packet length too long/,
    "expected TLS, got a server without it: leave out --tls-ca and --tls-cert, or start it with --tls-cert",
  ],
  [
    /Name resolution failed for target (?:dns:)?(\S*):\d+/,
    ([, name]) => `expected a name that resolves, got "${name}"`,
  ],
];

/**
 * @param contract - what the server is expected to know
 * @returns why a connection failed and, if known, what to do
 */
export function connectionFailure(
  { code, details, message }: ServiceError,
  security: ClientSecurity,
  contract: string = CONTRACT,
): string {
  const said = details ?? message;
  for (const [pattern, meaning] of CAUSES) {
    const match = pattern.exec(said);
    if (match) return typeof meaning === "string" ? meaning : meaning(match);
  }
  if (code === status.UNIMPLEMENTED)
    return `expected a server of the contract ${contract}, got one that does not know it`;
  const [, reason] = /Last error: (?:Error: )?(.*?)(?: \(\d{4}-[^)]*\))?\. Resolution note/.exec(said) ?? [];
  if (reason === "Failed to connect") return hangUp(security);
  // gRPC gives this reason if a proxy answers but does not connect.
  if (reason === "undefined") return "the proxy did not connect to it";
  const program = contract === CONTRACT ? "caucus-server" : "caucus-policies";
  if (reason) return `expected a ${program} there, got ${reason}`;
  return `${said} (${status[code] ?? "UNKNOWN"})`;
}

/** Likely reasons for a connection that the server closed at once. */
function hangUp(security: ClientSecurity): string {
  if (!speaksTls(security)) return "it hung up at once: it may expect TLS (--tls-ca)";
  const certificate = security.cert ? "not take this client's certificate" : "ask for a client's certificate";
  return `it hung up during the TLS handshake: it may ${certificate} (--tls-cert)`;
}
