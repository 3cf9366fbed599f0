/** How much two machines' clocks may differ, in milliseconds. */
export const CLOCK_TOLERANCE_MS = 60_000;

/** Whether a time is further ahead of a clock than clocks may differ, so that the clock must be wrong. */
export function isAhead(time: string, now: Date): boolean {
  return Date.parse(time) > now.getTime() + CLOCK_TOLERANCE_MS;
}
