import type { Transport } from "../transport/transport.js";

/**
 * Renews a session's lease while its client is busy elsewhere.
 * @returns what stops it
 */
export function keepLease(transport: Transport, sessionId: string, leaseSeconds: number): () => void {
  const renew = () => {
    // A lost connection is the data plane's to notice and report.
    transport.renewLease({ sessionId }).catch(() => {});
  };
  const timer = setInterval(renew, (1000 * leaseSeconds) / 3);
  timer.unref();
  return () => clearInterval(timer);
}
