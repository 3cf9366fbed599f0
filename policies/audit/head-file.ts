import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type AuditHead, sha256Schema } from "../../approval/index.js";
import { replaceFile } from "../state/replace-file.js";

const schema = z.strictObject({ sequence: z.int().min(0), hash: sha256Schema });

/** The end of the audit log, kept beside it, so that a log that was cut is noticed at the next start. */
export interface HeadFile {
  /** Undefined if none was kept. */
  readonly head: AuditHead | undefined;
  /** Replaces what is kept, unless it is the same. @throws Error if it cannot be written */
  keep(head: AuditHead): Promise<void>;
}

/** @throws RangeError if the file is there and cannot be read, or is no such file */
export async function openHeadFile(path: string): Promise<HeadFile> {
  let head = await read(path);
  return {
    get head() {
      return head;
    },
    async keep(next) {
      if (next.hash === head?.hash) return;
      await replaceFile(path, `${JSON.stringify(next)}\n`);
      head = next;
    },
  };
}

async function read(path: string): Promise<AuditHead | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new RangeError(`--state: expected the end of the audit log in ${path}, got something else`);
  }
}
