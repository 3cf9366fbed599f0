import type { Limits } from "../../../proto/index.js";

/** Seconds that a server may take to answer at first. Without an answer, there is probably no caucus-server. */
export const ANSWER_SECONDS = 5;

/** Seconds added to the server's own time limit, for the network and for requests that are served before. */
const MARGIN = 10;

/**
 * Seconds that a server which answered before may take, since it may be busy. It is longer than the 50 s within which
 * keepalive notices a dead connection.
 */
export const BUSY_SECONDS = 60;

/** Upper limit in seconds, whatever the server advertises. */
const MOST = 86_400;

/**
 * Seconds that a server may take for a request that involves environments.
 * @param limits - the server's advertised limits; a missing or invalid limit counts as a minute
 */
export function requestSeconds(limits: Limits | undefined): number {
  const advertised = limits?.maxRequestSeconds ?? 0;
  const seconds = advertised > 0 ? advertised + MARGIN : 0;
  return Math.min(Math.max(seconds, BUSY_SECONDS), MOST);
}
