import { mkdirSync, rmdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { directoryFailure } from "../base/files.js";
import { type Lock, lockDirectory, removeOwnLocks } from "../base/lock.js";
import { checkRunPath } from "./run-directory.js";

/** A directory that is this process's alone. */
export interface Claim {
  readonly path: string;
  /** Gives it back; if nothing was written to it, it is as if it had never been made. */
  release(): void;
}

/** Others that make or give back a claim may remove a folder that was about to be used. */
const ATTEMPTS = 10;

/** Of a person who stops a run, and of others. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Makes a directory for a new run, or takes an empty one.
 * @throws RunDirectoryError if there is something already
 * @throws LockError if another process has it
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
 * Makes a folder if need be, and takes it with whatever it holds.
 * @throws LockError if another process has it
 */
export async function claimFolder(path: string): Promise<Claim> {
  return (await claim(path, false))!;
}

/** Makes FOLDER/NAME-1, or the one with the next number that is free. */
export async function claimNumbered(folder: string, name: string): Promise<Claim> {
  for (let number = 1; ; number++) {
    const claimed = await claim(join(folder, `${name}-${number}`), true);
    if (claimed !== undefined) return claimed;
  }
}

/**
 * @returns undefined if it is to be new, and is not
 * @throws FileError if it cannot be made or written to
 */
async function claim(path: string, isNew: boolean): Promise<Claim | undefined> {
  // Signals end the process wherever it is: who cleans up is there before there is something to clean up.
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
  /** Folders to remove if nothing comes of them, the innermost first. */
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
  // Who else waits for the signal sees to an orderly end.
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
 * Makes a folder and those above it.
 * @param made - is given those that were not there, as absolute paths, the innermost first
 */
function makeFolders(path: string, made: string[]): void {
  for (let attempt = 1; ; attempt++) {
    const above = resolve(dirname(path));
    const outermost = mkdirSync(above, { recursive: true });
    if (outermost !== undefined) made.push(...foldersBetween(above, resolve(outermost)));
    try {
      // Of several processes, one makes it.
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

/** From the inner to the outer folder. */
function foldersBetween(inner: string, outer: string): string[] {
  return inner.length <= outer.length ? [inner] : [inner, ...foldersBetween(dirname(inner), outer)];
}

function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // It holds something, a run or another process's claim.
  }
}
