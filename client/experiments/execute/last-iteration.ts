import { open } from "node:fs/promises";
import { join } from "node:path";
import type { MetricsRow } from "../../records/records.js";

/** Longer than any row of metrics; in bytes. */
const TAIL = 1 << 18;

/** The last iteration that a run, perhaps one that is going on, has written; 0 if there is none. */
export async function lastIteration(runPath: string): Promise<number> {
  const file = await open(join(runPath, "metrics.jsonl")).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (file === undefined) return 0;
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(Math.min(size, TAIL)),
      position: Math.max(0, size - TAIL),
    });
    // What follows the last newline is a row that is being written.
    const line = buffer.toString("utf8", 0, bytesRead).split("\n").at(-2);
    return line === undefined ? 0 : (JSON.parse(line) as MetricsRow).iteration;
  } finally {
    await file.close();
  }
}
