import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { readFailure } from "../base/files.js";
import type { MetricsRow } from "../records/records.js";
import { parseRow } from "./metrics-rows.js";

/** Bytes at the end of the file that hold the last row of most runs. With many agents, more are read. */
const TAIL = 1 << 16;

/**
 * The last complete row of a run, which may still be training. Only the end of its metrics.jsonl is read.
 * @param runPath - the run's directory
 * @returns undefined if there is none
 * @throws FileError if the file cannot be read, or its last complete line is not a row
 */
export async function lastRow(runPath: string): Promise<MetricsRow | undefined> {
  const path = join(runPath, "metrics.jsonl");
  const line = await lastLine(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw readFailure(path, error);
  });
  return line === undefined ? undefined : parseRow(line, `${path}, last line`);
}

async function lastLine(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    return await lastLineOf(file);
  } finally {
    await file.close();
  }
}

/** The last complete line. Text after the last newline is a row that is still being written. */
async function lastLineOf(file: FileHandle): Promise<string | undefined> {
  const { size } = await file.stat();
  for (let length = Math.min(size, TAIL); ; length = Math.min(size, 4 * length)) {
    const tail = { buffer: Buffer.alloc(length), position: size - length };
    const { buffer, bytesRead } = await file.read(tail);
    const end = buffer.lastIndexOf("\n", bytesRead - 1);
    const start = end > 0 ? buffer.lastIndexOf("\n", end - 1) : -1;
    if (start < 0 && length < size) continue;
    return end < 0 ? undefined : buffer.toString("utf8", start + 1, end);
  }
}
