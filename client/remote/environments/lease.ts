import type { Transport } from "../transport/transport.js";

/** However short a lease is, and however long: what timers can do, in milliseconds. */
const SHORTEST = 50;
const LONGEST = 86_400_000;

/**
 * Renews a session's lease while its client is busy elsewhere.
 * @param leaseSeconds - above 0
 * @returns what stops it
 */
export function keepLease(transport: Transport, sessionId: string, leaseSeconds: number): () => void {
  const renew = () => {
    // A lost connection is the data plane's to notice and report.
    transport.renewLease({ sessionId }).catch(() => {});
  };
  const interval = Math.min(Math.max((1000 * leaseSeconds) / 3, SHORTEST), LONGEST);
  const timer = setInterval(renew, interval);
  timer.unref();
  return () => clearInterval(timer);
}
