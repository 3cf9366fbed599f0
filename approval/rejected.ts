import type { SignedDecision } from "./chain.js";
import { latestOfEach } from "./latest.js";

/**
 * Representatives that somebody rejects, or that were revoked and that nobody has approved since: those to improve.
 * @returns their numbers from 1, in ascending order
 */
export function rejectedRepresentatives(chain: readonly SignedDecision[]): number[] {
  const numbers = [...new Set(chain.flatMap(({ representatives }) => representatives))];
  const about = (number: number) => chain.filter(({ representatives }) => representatives.includes(number));
  return numbers.filter((number) => isRejected(about(number))).sort((a, b) => a - b);
}

function isRejected(about: readonly SignedDecision[]): boolean {
  const revoked = about.findLastIndex(({ action }) => action === "revoke");
  const latest = latestOfEach(about.slice(revoked + 1), ({ envelope }) => envelope.signatures[0].keyid);
  const is = (wanted: string) => latest.some(({ action }) => action === wanted);
  return is("reject") || (revoked >= 0 && !is("approve"));
}
