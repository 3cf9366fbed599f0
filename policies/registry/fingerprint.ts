import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** Files of a dossier; more are not looked at. */
const MAX_FILES = 20_000;

/** Milliseconds within which a file may change again without a later time of change, with room for coarse clocks. */
const CLOCK_GRAIN_MS = 100;

/** The state of a directory's files, by which a change is noticed. */
export interface Fingerprint {
  readonly text: string;
  /** Whether the latest change is long enough ago that another one would have a later time. */
  readonly settled: boolean;
}

/**
 * Looks at every file of a directory without reading it. Times of change, other than those of modification, cannot be
 * set by whoever changes a file.
 * @throws Error if the directory has too many files or cannot be read
 */
export async function fingerprintOf(directory: string): Promise<Fingerprint> {
  const now = Date.now();
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  if (entries.length > MAX_FILES)
    throw new Error(`expected at most ${MAX_FILES} files, got ${entries.length}`);
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).sort();
  let latest = 0;
  const lines = await Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs, ctimeMs, ino, mode } = await lstat(path);
      latest = Math.max(latest, ctimeMs);
      return JSON.stringify([path, size, mtimeMs, ctimeMs, ino, mode]);
    }),
  );
  return { text: lines.join("\n"), settled: latest < now - CLOCK_GRAIN_MS };
}
