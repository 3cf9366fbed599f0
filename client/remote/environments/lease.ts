import type { Transport } from "../transport/transport.js";

/** Limits of the interval between renewals, in milliseconds, within what timers can do. */
const SHORTEST = 50;
const LONGEST = 86_400_000;

/**
 * Renews a session's lease periodically, also while the client sends no requests.
 * @param leaseSeconds - above 0
 * @returns a function that stops the renewal
 */
export function keepLease(transport: Transport, sessionId: string, leaseSeconds: number): () => void {
  const renew = () => {
    // The data plane notices and reports a lost connection.
    transport.renewLease({ sessionId }).catch(() => {});
  };
  const interval = Math.min(Math.max((1000 * leaseSeconds) / 3, SHORTEST), LONGEST);
  const timer = setInterval(renew, interval);
  timer.unref();
  return () => clearInterval(timer);
}
