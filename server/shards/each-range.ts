import type { RowRange } from "./split-rows.js";

/**
 * Calls every member, and waits until all have answered, so that none is still at work when one has failed.
 * @param ranges - the rows of each member
 * @param call - from … to − 1 are the member's rows
 */
export async function eachRange<M, T>(
  members: readonly M[],
  ranges: readonly RowRange[],
  call: (member: M, from: number, to: number) => Promise<T>,
): Promise<T[]> {
  const calls = members.map((member, i) => call(member, ...ranges[i]));
  await Promise.allSettled(calls);
  return Promise.all(calls);
}
