import { closeSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes a state directory for this process, since two servers would write to one audit log. The lock of a process that
 * has ended does not hold.
 * @returns a function that gives it back
 * @throws RangeError if a running process has it, or the directory cannot be written to
 */
export function lockState(directory: string): () => void {
  const path = join(directory, "lock");
  if (!create(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && isRunning(holder))
      throw new RangeError(
        `--state: expected a directory that no other server uses, got ${directory}, which process ${holder} uses (if that is another program, remove ${path})`,
      );
    rmSync(path, { force: true });
    if (!create(path)) throw new RangeError(`--state: another server has just started with ${directory}`);
  }
  return () => rmSync(path, { force: true });
}

/** @returns whether the file was made; false if it is there */
function create(path: string): boolean {
  try {
    const file = openSync(path, "wx", 0o600);
    writeSync(file, `${process.pid}`);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new RangeError(`--state: expected a directory to write to, got ${(error as Error).message}`);
  }
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
