import type { PeerCertificate } from "node:tls";
import type { Metadata } from "@grpc/grpc-js";
import { type ContractError, unexpected } from "../../proto/index.js";
import type { Tokens } from "./tokens.js";

/** Who calls: the same text for the same token and client certificate. */
export type Caller = string;

/** Callers of a server that asks for neither: all of them are one. */
export const ANYONE: Caller = "";

/** What a call says of who makes it. */
export interface Credentials {
  readonly metadata: Metadata;
  /** Checked against the authority; undefined if none was asked for. */
  readonly certificate: PeerCertificate | undefined;
}

/**
 * @param tokens - undefined if the server asks for none
 * @throws ContractError (UNAUTHENTICATED) without a token of the server's, where it asks for one
 */
export function identify({ metadata, certificate }: Credentials, tokens: Tokens | undefined): Caller {
  const names = [certificate && certificateOwner(certificate), tokens && tokenOwner(metadata, tokens)];
  return names.filter((name) => name !== undefined).join(", ");
}

/** The authority vouches for the subject, which stays when a certificate is renewed. */
function certificateOwner({ subject, fingerprint256 }: PeerCertificate): string {
  // As JSON, for no attribute's text must look like other attributes.
  const named = Object.keys(subject ?? {}).length > 0;
  return `certificate ${named ? visible(JSON.stringify(subject)) : fingerprint256}`;
}

/** With characters that do not show, or that change what is around them in a log, as JSON's escapes. */
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

/** Never says what was given: it may be a token of another server. */
function unauthenticated(got: string): ContractError {
  const expected = '"Bearer TOKEN" with a token of this server (caucus: --token-file)';
  return unexpected("authorization", expected, got, "UNAUTHENTICATED");
}
