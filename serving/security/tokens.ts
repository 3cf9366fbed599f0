import { createHash, timingSafeEqual } from "node:crypto";
import { readSecret } from "./secret-files.js";

/** Minimal length of a token, since shorter ones can be guessed. */
const MIN_LENGTH = 16;

/** The tokens that a server accepts, as digests. */
export interface Tokens {
  /** @returns text that identifies the token's owner; undefined if the server does not accept the token */
  ownerOf(token: string): string | undefined;
}

/**
 * @param path - path of a file with one token per line; empty lines and lines that start with # are ignored
 * @throws RangeError if the file cannot be read, or has no token or an invalid one
 */
export function readTokens(path: string): Tokens {
  const lines = readSecret("--token-file", path)
    .toString("utf8")
    .split(/\r?\n/)
    .map((line) => line.trim());
  const tokens = lines.filter((line) => line !== "" && !line.startsWith("#"));
  if (tokens.length === 0) throw new RangeError(`--token-file: expected a token a line, got none in ${path}`);
  for (const token of tokens) checkToken(path, token, lines.indexOf(token) + 1);
  return createTokens(tokens);
}

function checkToken(path: string, token: string, line: number): void {
  if (token.length >= MIN_LENGTH && /^[\x21-\x7e]+$/.test(token)) return;
  const got = `something else in line ${line} of ${path}`;
  throw new RangeError(
    `--token-file: expected tokens of at least ${MIN_LENGTH} letters, digits and signs without spaces, got ${got}`,
  );
}

function createTokens(tokens: readonly string[]): Tokens {
  const digests = tokens.map(digest);
  return {
    ownerOf(token) {
      const given = digest(token);
      // All digests have the same length and all are compared, so that the time reveals nothing.
      const matches = digests.map((known) => timingSafeEqual(known, given));
      return matches.includes(true) ? `token ${given.toString("hex").slice(0, 12)}` : undefined;
    },
  };
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
