import { join } from "node:path";
import {
  type AuditEvent,
  type AuditHead,
  openAuditLog,
  type ServedPolicy as PolicyRecord,
} from "../../approval/index.js";
import type { Policy } from "../catalog/policy.js";
import { openHeadFile } from "./head-file.js";
import { closeLeftStreams } from "./left-streams.js";
import { openProgress, type Progress } from "./progress.js";

/** The audit log of a server: every assignment, and every action that was answered. */
export interface AuditTrail {
  /** After the last line that is on disk. */
  readonly head: AuditHead;
  /** @returns when the line is on disk */
  note(event: AuditEvent): Promise<void>;
  /** Counts of streams that are open. */
  readonly progress: Progress;
  close(): Promise<void>;
}

/** Milliseconds between writings of the log's head. */
const HEAD_MS = 1000;

/**
 * Opens the audit log of a state directory. Streams that the last server did not close are closed in it, with the
 * actions that it had answered.
 * @param onEvent - is given what the log says, in order
 * @throws Error if the log was cut or changed, or cannot be written to
 */
export async function openTrail(
  directory: string,
  onEvent: (event: AuditEvent) => void,
): Promise<AuditTrail> {
  const headFile = await openHeadFile(join(directory, "audit-head.json"));
  const path = join(directory, "audit.jsonl");
  const log = await openAuditLog(path, headFile.head, ({ event }) => onEvent(event));
  await closeLeftStreams(join(directory, "streams.bin"), path, log);
  const progress = openProgress(join(directory, "streams.bin"));
  await headFile.keep(log.head);
  let keeping = Promise.resolve();
  const timer = setInterval(() => {
    // A head that cannot be written now is written later; the log itself is whole.
    keeping = keeping.then(() => headFile.keep(log.head)).catch(() => {});
  }, HEAD_MS).unref();
  return {
    get head() {
      return log.head;
    },
    note: (event) => log.append(event),
    progress,
    async close() {
      clearInterval(timer);
      await keeping;
      await log.close();
      await headFile.keep(log.head);
      progress.close();
    },
  };
}

/** How the log names a policy. */
export function recordOf({ name, dossierDigest, representative, digest }: Policy): PolicyRecord {
  return { dossier: dossierDigest, representative, sha256: digest, name };
}
