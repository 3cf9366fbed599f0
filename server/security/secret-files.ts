import { readFileSync } from "node:fs";

/**
 * @param flag - that named the file, for errors
 * @throws RangeError if it cannot be read, or is empty
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
