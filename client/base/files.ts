import { appendFile, type FileHandle, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { readable } from "./readable-text.js";

/** A file or directory that cannot be written or read; the error's text says which and why. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** Explanations of the operating system's error codes. */
const OBSTACLES: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "a read-only file system",
  ENOENT: "no such directory",
  ENOTDIR: "a file where a directory is needed",
  EEXIST: "something else there",
  EISDIR: "a directory",
};

/** Writes a file atomically: a crash leaves either the complete old file or the complete new one. */
export async function writeFileWhole(path: string, contents: string | Uint8Array): Promise<void> {
  const draft = `${path}.tmp`;
  try {
    const file = await open(draft, "w");
    try {
      await file.writeFile(contents);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    // On a full disk, an incomplete draft would take space from other files.
    await rm(draft, { force: true }).catch(() => {});
    throw writeFailure(path, error, Buffer.byteLength(contents));
  }
}

/** @param flag - "ax" if the file must not exist yet */
export async function appendToFile(
  path: string,
  contents: string | Uint8Array,
  flag: "a" | "ax" = "a",
): Promise<void> {
  await appendFile(path, contents, { flag }).catch((error) => {
    throw writeFailure(path, error, Buffer.byteLength(contents));
  });
}

/** Makes a directory and its missing parents. An existing directory is left as it is. */
export async function makeDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch(async (error) => {
    throw await directoryFailure(path, error);
  });
}

/** The error that says why a directory or one of its parents cannot be made. */
export async function directoryFailure(path: string, error: NodeJS.ErrnoException): Promise<FileError> {
  return writeFailure(path, await obstacleTo(path, error));
}

/** Node's error for nested directories hides the reason, so this makes them one by one to find it. */
async function obstacleTo(path: string, error: NodeJS.ErrnoException): Promise<NodeJS.ErrnoException> {
  const parent = dirname(path);
  if (error.code !== "ENOENT") return error;
  const cause = await mkdir(path).then(
    () => error,
    (reason: NodeJS.ErrnoException) => reason,
  );
  return parent === path ? cause : obstacleTo(parent, cause);
}

/** Opens a file for appending; the caller closes it. */
export async function openForAppending(path: string): Promise<FileHandle> {
  return open(path, "a").catch((error) => {
    throw writeFailure(path, error);
  });
}

/** Removes a file, or a directory with its contents, if it exists. */
export async function removeWhole(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((error) => {
    throw writeFailure(path, error);
  });
}

/** Flushes a file to disk, if it exists, so that its contents survive a crash of the machine. */
export async function syncFile(path: string): Promise<void> {
  try {
    const file = await open(path, "r+");
    await file.datasync().finally(() => file.close());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw writeFailure(path, error);
  }
}

/**
 * The error that says why a file cannot be written, made or removed.
 * @param bytes - number of bytes to write; 0 if none
 */
export function writeFailure(path: string, error: unknown, bytes = 0): FileError {
  const { code = "" } = error as NodeJS.ErrnoException;
  const [text, cause] = [readable(path), { cause: error }];
  if (code === "ENOSPC" || code === "EDQUOT") {
    const needed = bytes > 0 ? `${sizeText(bytes)} more` : "another file";
    const where = readable(dirname(path));
    return new FileError(
      `${where}: expected room for ${needed}, got ${code === "ENOSPC" ? "a full disk" : "a full quota"}`,
      cause,
    );
  }
  return new FileError(`${text}: expected a place that can be written to, got ${obstacleText(error)}`, cause);
}

/** The reason of a failed read or write, as a part of a sentence. */
export function obstacleText(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return OBSTACLES[code] ?? readable(message);
}

/** For example "1.5 MB". */
function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** @returns undefined if there is no such file */
export async function readJson<T>(path: string): Promise<T | undefined> {
  const text = await readText(path);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    throw new Error(`${path}: expected JSON, got ${(error as Error).message}`);
  }
}

/** @returns undefined if there is no such file */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw readFailure(path, error);
  }
}

/** The error that says why a file cannot be read. */
export function readFailure(path: string, error: unknown): FileError {
  const got = obstacleText(error);
  return new FileError(`${readable(path)}: expected a file that can be read, got ${got}`, { cause: error });
}
