import { constants } from "node:fs";
import { type FileHandle, lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { ApprovalError } from "./approval-error.js";

/** Reads only regular files: does not follow a link, and does not wait at a pipe. Windows has neither flag. */
const SAFELY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file of a directory once, without following symbolic links below the directory.
 * @param path - relative to the directory, with forward slashes
 * @param limit - the largest size, in bytes
 * @returns undefined if there is no such file
 * @throws ApprovalError if it cannot be read, is no regular file or is too large
 */
export async function readOptionalFile(
  directory: string,
  path: string,
  limit: number,
): Promise<Buffer | undefined> {
  try {
    await refuseLinks(directory, path);
    const file = await open(join(directory, path), SAFELY);
    return await readWhole(file, path, limit).finally(() => file.close());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw readFailure(path, error);
  }
}

/** As `readOptionalFile`, but a file that is not there is an error. */
export async function readBoundedFile(directory: string, path: string, limit: number): Promise<Buffer> {
  const bytes = await readOptionalFile(directory, path, limit);
  if (bytes === undefined) throw new ApprovalError(path, "expected a file, got nothing");
  return bytes;
}

/** The error that says why a file or directory cannot be read. */
export function readFailure(path: string, error: unknown): ApprovalError {
  if (error instanceof ApprovalError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const obstacles: Readonly<Record<string, string>> = {
    ...{ EACCES: "no permission", EPERM: "no permission", EISDIR: "a directory" },
    ...{ ENOENT: "nothing", ENOTDIR: "a file where a directory is needed", ELOOP: "a symbolic link" },
  };
  const got = obstacles[code ?? ""] ?? message;
  return new ApprovalError(path, `expected a file that can be read, got ${got}`, { cause: error });
}

/** Looks at each step of the path; a link that is put there afterwards leads to bytes that no digest allows. */
async function refuseLinks(directory: string, path: string): Promise<void> {
  const steps = path.split("/");
  for (const i of steps.keys()) {
    const stats = await lstat(join(directory, ...steps.slice(0, i + 1)));
    if (!stats.isSymbolicLink()) continue;
    throw new ApprovalError(path, "expected a file within the dossier, got a symbolic link");
  }
}

async function readWhole(file: FileHandle, path: string, limit: number): Promise<Buffer> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new ApprovalError(path, "expected a regular file, got something else");
  if (stats.size > limit) {
    throw new ApprovalError(path, `expected at most ${limit} bytes, got ${stats.size}`);
  }
  const buffer = Buffer.allocUnsafeSlow(stats.size + 1);
  let length = 0;
  for (let read = -1; read !== 0; length += read) {
    read = (await file.read(buffer, length, buffer.length - length)).bytesRead;
  }
  if (length === stats.size) return buffer.subarray(0, length);
  throw new ApprovalError(
    path,
    "expected a file that stays as it is, got one that changed while it was read",
  );
}
