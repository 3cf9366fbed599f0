import { mkdirSync, rmdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { directoryFailure } from "../base/files.js";
import { type Lock, lockDirectory, removeOwnLocks } from "../base/lock.js";
import { checkRunPath } from "./run-directory.js";

/** A directory that only this process may write to. */
export interface Claim {
  readonly path: string;
  /** Releases the directory; it is removed if this process made it and nothing was written to it. */
  release(): void;
}

/** Attempts to make a folder: another process that releases a claim may remove the folder above meanwhile. */
const ATTEMPTS = 10;

/** Signals that stop a process. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Makes a directory for a new run, or takes an empty one.
 * @throws RunDirectoryError if the directory holds something already
 * @throws LockError if another process has claimed it
 */
export async function claimDirectory(path: string): Promise<Claim> {
  await checkRunPath(path);
  const claimed = await claimFolder(path);
  try {
    await checkRunPath(path);
    return claimed;
  } catch (error) {
    claimed.release();
    throw error;
  }
}

/**
 * Claims a folder, whatever it holds, and makes it first if it does not exist.
 * @throws LockError if another process has claimed it
 */
export async function claimFolder(path: string): Promise<Claim> {
  return (await claim(path, false))!;
}

/** Makes and claims FOLDER/NAME-1, or the next number that is free. */
export async function claimNumbered(folder: string, name: string): Promise<Claim> {
  for (let number = 1; ; number++) {
    const claimed = await claim(join(folder, `${name}-${number}`), true);
    if (claimed !== undefined) return claimed;
  }
}

/**
 * @returns undefined if `isNew` and the directory exists already
 * @throws FileError if the directory cannot be made or written to
 */
async function claim(path: string, isNew: boolean): Promise<Claim | undefined> {
  // A signal may end the process at any point, so the clean-up is registered before anything is made.
  const cleaning = cleanUpAtEnd(path);
  try {
    await makeOrExplain(path, cleaning.made);
    if (isNew && !cleaning.made.includes(resolve(path))) {
      cleaning.release();
      return undefined;
    }
    cleaning.lock = await lockDirectory(path);
    return { path, release: cleaning.release };
  } catch (error) {
    cleaning.release();
    throw error;
  }
}

async function makeOrExplain(path: string, made: string[]): Promise<void> {
  try {
    makeFolders(path, made);
  } catch (error) {
    throw await directoryFailure(path, error as NodeJS.ErrnoException);
  }
}

interface Cleaning {
  lock: Lock | undefined;
  /** Folders to remove if they stay empty, the innermost first. */
  readonly made: string[];
  readonly release: () => void;
}

function cleanUpAtEnd(path: string): Cleaning {
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, stop);
    process.off("exit", release);
    cleaning.lock?.release();
    removeEmpty(cleaning.made);
  };
  // If there is another listener for the signal, it shuts the process down, and `release` runs at exit.
  const stop = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) return;
    removeOwnLocks(path);
    release();
    process.kill(process.pid, signal);
  };
  const cleaning: Cleaning = { lock: undefined, made: [], release };
  for (const signal of SIGNALS) process.on(signal, stop);
  process.on("exit", release);
  return cleaning;
}

/**
 * Makes a folder and its missing parents.
 * @param made - receives the folders that were made, as absolute paths, the innermost first
 */
function makeFolders(path: string, made: string[]): void {
  for (let attempt = 1; ; attempt++) {
    const above = resolve(dirname(path));
    const outermost = mkdirSync(above, { recursive: true });
    if (outermost !== undefined) made.push(...foldersBetween(above, resolve(outermost)));
    try {
      // If several processes try, only one makes the folder.
      mkdirSync(path);
      made.unshift(resolve(path));
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EEXIST") return;
      if (code !== "ENOENT" || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The folders from the inner to the outer one, both included. */
function foldersBetween(inner: string, outer: string): string[] {
  return inner.length <= outer.length ? [inner] : [inner, ...foldersBetween(dirname(inner), outer)];
}

function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // The folder is not empty: it holds a run or another process's claim.
  }
}
