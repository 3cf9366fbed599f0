import { readFile } from "node:fs/promises";
import { NOTHING_SEEN, type Seen, seenSchema } from "../../approval/index.js";
import { replaceFile } from "./replace-file.js";

/** What the server has seen of dossiers, kept from one start to the next. */
export interface SeenFile {
  readonly seen: Seen;
  /** Replaces what is kept, unless it is the same. @throws Error if it cannot be written */
  keep(seen: Seen): Promise<void>;
}

/** Milliseconds between writings of nothing but a later time. */
const TIME_GRAIN_MS = 10_000;

/** @throws RangeError if the file is there and cannot be read, or is no such file */
export async function openSeenFile(path: string): Promise<SeenFile> {
  let seen = await readSeen(path);
  let written = seen;
  return {
    get seen() {
      return seen;
    },
    async keep(next) {
      seen = next;
      if (!needsWriting(written, next)) return;
      await replaceFile(path, `${JSON.stringify(next, null, 2)}\n`);
      written = next;
    },
  };
}

async function readSeen(path: string): Promise<Seen> {
  try {
    return seenSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return NOTHING_SEEN;
    throw new RangeError(
      `--state: expected what an earlier server has seen in ${path}, got something else (${firstLine(error)}); ` +
        "without it, decisions that were taken out of the registry would not be noticed",
    );
  }
}

function firstLine(error: unknown): string {
  return (error as Error).message.split("\n")[0];
}

function needsWriting(written: Seen, next: Seen): boolean {
  if (JSON.stringify(written.dossiers) !== JSON.stringify(next.dossiers)) return true;
  return Date.parse(next.time) - Date.parse(written.time) >= TIME_GRAIN_MS;
}
