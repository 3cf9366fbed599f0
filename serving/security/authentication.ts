import type { PeerCertificate } from "node:tls";
import type { Metadata } from "@grpc/grpc-js";
import { type ContractError, unexpected } from "../../proto/index.js";
import type { Tokens } from "./tokens.js";

/** Identifies a caller: the same text for the same token and client certificate. */
export type Caller = string;

/** The one caller of a server that asks for neither token nor certificate. */
export const ANYONE: Caller = "";

/** The credentials of a call. */
export interface Credentials {
  readonly metadata: Metadata;
  /** The verified certificate; undefined if none was asked for. */
  readonly certificate: PeerCertificate | undefined;
}

/**
 * @param tokens - the server's tokens; undefined if it asks for none
 * @throws ContractError (UNAUTHENTICATED) if the server asks for a token and the call has no valid one
 */
export function identify({ metadata, certificate }: Credentials, tokens: Tokens | undefined): Caller {
  const names = [certificate && certificateOwner(certificate), tokens && tokenOwner(metadata, tokens)];
  return names.filter((name) => name !== undefined).join(", ");
}

/** Identifies a certificate's owner by its subject, which the authority verified and which stays when it is renewed. */
function certificateOwner({ subject, fingerprint256 }: PeerCertificate): string {
  // JSON keeps one attribute's text from looking like another attribute.
  const named = Object.keys(subject ?? {}).length > 0;
  return `certificate ${named ? visible(JSON.stringify(subject)) : fingerprint256}`;
}

/** Escapes invisible characters and those that would change their surroundings in a log. */
function visible(json: string): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return json.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (match) => match.split("").map(escaped).join(""));
}

function tokenOwner(metadata: Metadata, tokens: Tokens): string {
  const given = metadata.get("authorization").map(String);
  if (given.length === 0) throw unauthenticated("none");
  const token = given.length === 1 ? /^Bearer +(\S+)$/i.exec(given[0])?.[1] : undefined;
  if (token === undefined) throw unauthenticated("something else");
  const owner = tokens.ownerOf(token);
  if (owner === undefined) throw unauthenticated("another token");
  return owner;
}

/** The error never repeats the given token, since it may be valid for another server. */
function unauthenticated(got: string): ContractError {
  const expected = '"Bearer TOKEN" with a token of this server (caucus: --token-file)';
  return unexpected("authorization", expected, got, "UNAUTHENTICATED");
}
