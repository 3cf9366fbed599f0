import { readFileSync, statSync } from "node:fs";
import type { Logger } from "../base/log.js";

/**
 * @param flag - the flag that named the file, for errors
 * @throws RangeError if the file cannot be read or is empty
 */
export function readSecret(flag: string, path: string): Buffer {
  const bytes = readOrRefuse(flag, path);
  if (bytes.length > 0) return bytes;
  throw new RangeError(`${flag}: expected a file with something in it, got ${path}, which is empty`);
}

function readOrRefuse(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new RangeError(`${flag}: expected a file that can be read, got ${(error as Error).message}`);
  }
}

/** Warns if others than a file's owner can read or write it. */
export function warnOfOthers(flag: string, path: string, log: Logger): void {
  if (process.platform === "win32") return; // where modes say nothing
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return;
  const permissions = mode.toString(8).padStart(3, "0");
  log.warn(`${flag}: others can get at ${path}, whose mode is ${permissions}: chmod 600 ${path}`);
}
