import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { vi } from "vitest";

/** Whether `processesIn` sees anything. */
export const SEES_PROCESSES = process.platform === "linux";

/**
 * Processes that run in a directory; a learner and its embedded server do in the one that it was started in.
 * @returns process id → command line; empty where there is no /proc
 */
export function processesIn(directory: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  if (!SEES_PROCESSES) return found;
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (readlinkSync(`/proc/${name}/cwd`) !== directory) continue;
      found.set(Number(name), readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " "));
    } catch {
      // It has ended, or is another user's.
    }
  }
  return found;
}

/** The embedded server of a learner that was started in a directory. */
export function serversIn(directory: string): number[] {
  return [...processesIn(directory)].filter(([, command]) => command.includes("server")).map(([pid]) => pid);
}

/** Waits until something holds, with room for a machine that is busy with other things. */
export function eventually<R>(check: () => R | Promise<R>): Promise<R> {
  return vi.waitFor(check, { timeout: 60_000, interval: 10 });
}
