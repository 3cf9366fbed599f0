import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Index of the start time (in clock ticks since boot) among the fields of /proc/PID/stat after the program's name. */
const START_TIME = 19;

/**
 * Start time of a process as text, which distinguishes it from other processes with the same id.
 * @returns undefined if it cannot be determined
 */
export async function processStart(pid: number): Promise<string | undefined> {
  try {
    return process.platform === "linux" ? await startTicks(pid) : await startDate(pid);
  } catch {
    return undefined;
  }
}

async function startTicks(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  // A program's name may contain spaces and brackets.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[START_TIME];
}

/** Start time from `ps`, independent of this process's time zone and language. */
async function startDate(pid: number): Promise<string | undefined> {
  const env = { ...process.env, TZ: "UTC", LC_ALL: "C" };
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], { env });
  return stdout.trim() || undefined;
}
