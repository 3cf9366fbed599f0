import type { Limits } from "../../../proto/index.js";

/** How long a server may take to say what it has, in seconds; beyond, there is none, or none of ours. */
export const ANSWER_SECONDS = 5;

/** Added to the time that a server gives its environments: for the way there and back, and for others before it. */
const MARGIN = 10;

/**
 * How long one that was there may take for the same, in seconds, being busy. A dead connection is noticed within 50 s,
 * which is no answer's deadline to forestall.
 */
export const BUSY_SECONDS = 60;

/** Nobody waits for longer, whatever is advertised. */
const MOST = 86_400;

/**
 * How long a server may take for what its environments do, in seconds.
 * @param limits - as the server advertises them; one that says nothing, or nonsense, has a minute
 */
export function requestSeconds(limits: Limits | undefined): number {
  const advertised = limits?.maxRequestSeconds ?? 0;
  const seconds = advertised > 0 ? advertised + MARGIN : 0;
  return Math.min(Math.max(seconds, BUSY_SECONDS), MOST);
}
