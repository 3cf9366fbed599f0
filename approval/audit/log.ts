import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { ApprovalError } from "../approval-error.js";
import type { AuditEvent } from "./event.js";
import { type AuditHead, type AuditLine, headAfter, lineAfter } from "./line.js";
import { MAX_LINE_BYTES } from "./read-lines.js";
import { type VerifiedLog, verifyAuditLog } from "./verify.js";

/** An audit log that is open for writing. */
export interface AuditLog {
  /** After the last line that is on disk. */
  readonly head: AuditHead;
  /**
   * Adds a line. Lines that are added while others are being written go to disk together.
   * @returns when the line is on disk, so that what it says may be answered
   * @throws ApprovalError if it is too long or cannot be written; the log is then without it
   */
  append(event: AuditEvent): Promise<void>;
  /** Waits for what is being written, and closes the file. */
  close(): Promise<void>;
}

interface Waiting {
  readonly event: AuditEvent;
  readonly time: Date;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens an audit log and verifies it. A last line that its writer did not finish is overwritten. Only one process may
 * write to a log.
 * @param expect - the head that was remembered, which the log must hold
 * @param onLine - is given each line that is there, in order
 * @throws ApprovalError if the log was cut or changed, or cannot be read or written
 */
export async function openAuditLog(
  path: string,
  expect?: AuditHead,
  onLine?: (line: AuditLine) => void,
): Promise<AuditLog> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600).catch((error) => {
    throw writeFailure(path, error);
  });
  try {
    return writerOf(file, path, await verifyAuditLog(path, { expect, onLine }));
  } catch (error) {
    await file.close();
    throw error;
  }
}

function writerOf(file: FileHandle, path: string, found: VerifiedLog): AuditLog {
  let { head, size } = found;
  let time = found.time === null ? 0 : Date.parse(found.time);
  /** Whether a part of a line that nobody was told of may be at the end. */
  let dirty = found.torn > 0;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeBatch(batch).then(
        () => {
          for (const { resolve } of batch) resolve();
        },
        (error) => {
          for (const { reject } of batch) reject(error);
        },
      );
    }
    writing = undefined;
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const { text, after, latest } = linesOf(batch, head, time);
    const bytes = Buffer.from(text);
    try {
      if (dirty) await file.truncate(size);
      dirty = true;
      await writeAt(file, bytes, size);
      await file.datasync();
    } catch (error) {
      throw writeFailure(path, error);
    }
    dirty = false;
    [head, size, time] = [after, size + bytes.length, latest];
  }

  return {
    get head() {
      return head;
    },
    async append(event) {
      checkLength(event, path);
      const written = new Promise<void>((resolve, reject) => {
        waiting.push({ event, time: new Date(), resolve, reject });
      });
      writing ??= writeAll();
      await written;
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

/** Bytes of a line besides its event, at most. */
const LINE_OVERHEAD = 256;

/** @throws ApprovalError at an event whose line nobody could read again */
function checkLength(event: AuditEvent, path: string): void {
  const bytes = Buffer.byteLength(JSON.stringify(event));
  const most = MAX_LINE_BYTES - LINE_OVERHEAD;
  if (bytes > most) throw new ApprovalError(path, `expected events of at most ${most} bytes, got ${bytes}`);
}

/** The lines of a batch; their times never go backwards, although clocks are set. */
function linesOf(batch: readonly Waiting[], head: AuditHead, time: number) {
  let [text, after, latest] = ["", head, time];
  for (const { event, time: now } of batch) {
    latest = Math.max(latest, now.getTime());
    const line = lineAfter(after, new Date(latest).toISOString(), event);
    text += `${line}\n`;
    after = headAfter(after, line);
  }
  return { text, after, latest };
}

async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function writeFailure(path: string, error: unknown): ApprovalError {
  return new ApprovalError(path, `expected a log that can be written to, got ${(error as Error).message}`, {
    cause: error,
  });
}
