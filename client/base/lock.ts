import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeFailure } from "./files.js";
import { processStart } from "./process-start.js";

/** A lock of a directory, which keeps other processes from writing to it. */
export interface Lock {
  /** Releases the lock; also called when the process ends. A second call does nothing. */
  release(): void;
}

/** Another process has locked the directory; the error's text names the process and says what to do. */
export class LockError extends Error {
  override readonly name = "LockError";
}

/** The process that holds a lock, as given by the name of an empty file in the directory. */
interface Holder {
  readonly file: string;
  readonly pid: number;
  /** The process's start time in its machine's own form, since process ids are reused. */
  readonly start: string;
  readonly host: string;
}

const FILE = /^\.lock\.(\d+)\.([^.]*)\.(.*)$/;

/** Attempts to lock: two processes that lock at the same moment see each other, and both retry after a random time. */
const ATTEMPTS = 10;
const MAX_WAIT_MS = 100;

/** Whether a file of a directory is a lock file. */
export function isLockFile(name: string): boolean {
  return FILE.test(name);
}

/**
 * Locks an existing directory for this process. Locks of processes that have ended are removed, unless they ran on
 * another host, where that cannot be determined.
 *
 * Each process makes its own file and then looks for files of others. Of two processes, the one that looks later sees
 * the other's file.
 * @throws LockError if another process has locked it, FileError if it cannot be written to
 */
export async function lockDirectory(path: string): Promise<Lock> {
  const file = join(path, await ownFile());
  for (let attempt = 1; ; attempt++) {
    makeFile(path, file);
    const other = await otherHolder(path, file).catch((error) => {
      rmSync(file, { force: true });
      throw error;
    });
    if (other === undefined) return lockOf(file);
    rmSync(file, { force: true });
    if (attempt === ATTEMPTS || !isHere(other)) throw new LockError(describeHolder(path, other));
    await sleep(MAX_WAIT_MS * Math.random());
  }
}

/**
 * Whether a process that may still be running has locked a directory. Nothing is changed.
 * @throws the system's error if the directory cannot be read
 */
export async function isLocked(path: string): Promise<boolean> {
  for (const holder of (await readdir(path)).flatMap((name) => holderOf(path, name))) {
    if (await mayLive(holder)) return true;
  }
  return false;
}

/** Removes this process's lock files from a directory before the process ends, including unfinished ones. */
export function removeOwnLocks(path: string): void {
  for (const { pid, file, ...holder } of readdirSync(path).flatMap((name) => holderOf(path, name))) {
    if (pid === process.pid && isHere(holder)) rmSync(file, { force: true });
  }
}

function makeFile(path: string, file: string): void {
  try {
    writeFileSync(file, "", { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw writeFailure(path, error);
    throw new LockError(`${path} is in use by this process already`);
  }
}

async function ownFile(): Promise<string> {
  const start = (await processStart(process.pid)) ?? "";
  return `.lock.${process.pid}.${encodeURIComponent(start)}.${encodeURIComponent(hostname())}`;
}

function lockOf(file: string): Lock {
  const release = () => {
    process.off("exit", release);
    rmSync(file, { force: true });
  };
  process.on("exit", release);
  return { release };
}

/** Another process that has locked the directory, if any. Lock files of processes that have ended are removed. */
async function otherHolder(path: string, ownFile: string): Promise<Holder | undefined> {
  for (const holder of (await readdir(path)).flatMap((name) => holderOf(path, name))) {
    if (holder.file === ownFile) continue;
    if (await mayLive(holder)) return holder;
    rmSync(holder.file, { force: true });
  }
  return undefined;
}

function holderOf(path: string, name: string): Holder[] {
  const [, pid, start, host] = FILE.exec(name) ?? [];
  if (pid === undefined) return [];
  const [startText, hostText] = [start, host].map(decodeText);
  return [{ file: join(path, name), pid: Number(pid), start: startText, host: hostText }];
}

function decodeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isHere({ host }: Pick<Holder, "host">): boolean {
  return host === hostname();
}

async function mayLive(holder: Holder): Promise<boolean> {
  const { pid, start } = holder;
  if (!isHere(holder)) return true;
  if (!isRunning(pid)) return false;
  const now = await processStart(pid);
  return start === "" || now === undefined || now === start;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM means that the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function describeHolder(path: string, holder: Holder): string {
  const { pid, host, file } = holder;
  const held = `${path} is in use by process ${pid} on host ${host}`;
  if (isHere(holder)) return `${held}: wait for its end, or stop it`;
  return `${held}: wait for its end, or, if there is no such process any more, remove ${file}`;
}
