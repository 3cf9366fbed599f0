import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Of /proc/PID/stat, counted from the state, which follows the program's name: clock ticks since the machine started. */
const START_TIME = 19;

/**
 * When a process started, as text that only this process of this number has.
 * @returns undefined where that cannot be known
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
  // A program's name may hold spaces and brackets.
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[START_TIME];
}

/** The same whatever time zone and language the process that asks has. */
async function startDate(pid: number): Promise<string | undefined> {
  const env = { ...process.env, TZ: "UTC", LC_ALL: "C" };
  const { stdout } = await promisify(execFile)("ps", ["-o", "lstart=", "-p", String(pid)], { env });
  return stdout.trim() || undefined;
}
