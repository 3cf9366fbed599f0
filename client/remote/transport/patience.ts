import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, SilenceError } from "./transport.js";

/** Seconds to wait before each attempt to reconnect. */
export const RETRY_SECONDS = [0, 0.1, 0.5, 1, 2, 4, 8, 8, 8];
const RETRY_TOTAL = Math.round(RETRY_SECONDS.reduce((a, b) => a + b, 0));

/**
 * Repeats a call until the server can be reached.
 * @throws ConnectionError if all attempts fail; SilenceError and any other error at once
 */
export async function callPatiently<R>(call: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ConnectionError) || error instanceof SilenceError) throw error;
      if (attempt === RETRY_SECONDS.length) throw goneForGood(error);
      await sleep(1000 * RETRY_SECONDS[attempt]);
    }
  }
}

/** The error for a connection that could not be restored. */
export function goneForGood({ address, reason }: ConnectionError): ConnectionError {
  return new ConnectionError(address, `lost, and not back within ${RETRY_TOTAL} s: ${reason}`);
}
