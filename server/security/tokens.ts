import { createHash, timingSafeEqual } from "node:crypto";
import { readSecret } from "./secret-files.js";

/** Shorter ones can be guessed. */
const MIN_LENGTH = 16;

/** The tokens that a server takes, as their digests. */
export interface Tokens {
  /** @returns who has this token: the same text for the same token; undefined if it is none of the server's */
  ownerOf(token: string): string | undefined;
}

/**
 * @param path - of a file with a token a line; empty lines and those that start with # do not count
 * @throws RangeError if it cannot be read, has no token, or one that is no token
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
      // Digests have one length, and all are looked at, so that the time it takes tells nothing.
      const matches = digests.map((known) => timingSafeEqual(known, given));
      return matches.includes(true) ? `token ${given.toString("hex").slice(0, 12)}` : undefined;
    },
  };
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
