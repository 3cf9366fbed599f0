import type { Decision } from "./decisions.js";
import type { CheckedDossier } from "./read-dossier.js";
import type { Reviewers } from "./reviewers.js";
import { standing } from "./standing.js";

/** A span of time in milliseconds since 1970, from its begin until before its end; the end may be infinite. */
export interface TimeSpan {
  readonly from: number;
  readonly until: number;
}

/**
 * When each policy was, is and will be approved, as far as decisions say.
 * @param decisions - all of the dossier's, verified
 * @returns [k]: spans in ascending order
 */
export function approvedTimes(
  checked: CheckedDossier,
  decisions: readonly Decision[],
  reviewers: Reviewers,
): TimeSpan[][] {
  const spans: TimeSpan[][] = checked.policies.map(() => []);
  const times = changesOf(decisions);
  for (const [i, from] of times.entries()) {
    const known = decisions.filter(({ decidedAt }) => Date.parse(decidedAt) <= from);
    const until = times[i + 1] ?? Number.POSITIVE_INFINITY;
    for (const { representative, approved } of standing(checked, known, reviewers, new Date(from))) {
      if (approved) spans[representative - 1].push({ from, until });
    }
  }
  return spans.map(joined);
}

/** When a policy may become approved or cease to be, in ascending order. */
function changesOf(decisions: readonly Decision[]): number[] {
  const times = decisions.flatMap(({ decidedAt, expires }) => [decidedAt, ...(expires ? [expires] : [])]);
  return [...new Set(times.map((time) => Date.parse(time)))].sort((a, b) => a - b);
}

/** Joins spans of which one begins where the other ends. */
function joined(spans: readonly TimeSpan[]): TimeSpan[] {
  const begins = spans.filter(({ from }, i) => spans[i - 1]?.until !== from);
  const ends = spans.filter(({ until }, i) => spans[i + 1]?.from !== until);
  return begins.map(({ from }, i) => ({ from, until: ends[i].until }));
}
