import { type Acted, type AuditLog, isActed, verifyAuditLog } from "../../approval/index.js";
import { leftStreams } from "./progress.js";

/**
 * Writes to the log how many actions the streams had been answered that a server left open when it was killed.
 * @param progressPath - the file of counts
 * @param logPath - the log, which is open
 */
export async function closeLeftStreams(progressPath: string, logPath: string, log: AuditLog): Promise<void> {
  const left = leftStreams(progressPath);
  if (left.size === 0) return;
  const latest = new Map<string, Acted>();
  await verifyAuditLog(logPath, {
    onLine: ({ event }) => {
      if (isActed(event) && left.has(event.stream)) latest.set(event.stream, event);
    },
  });
  for (const [stream, event] of latest) {
    const steps = left.get(stream)!;
    if (steps > event.steps) await log.append({ ...event, steps, end: "the server was killed" });
  }
}
