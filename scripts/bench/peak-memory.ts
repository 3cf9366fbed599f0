import { readFile } from "node:fs/promises";

const MEGA = 1e6;
const KIBI = 1024;

/** Peak resident memory of this process, in MB. */
export function ownPeakMemory(): number {
  return Math.round((KIBI * process.resourceUsage().maxRSS) / MEGA);
}

/** Peak resident memory of this process's only child, in MB; null where the system (Linux) does not tell. */
export function childPeakMemory(): Promise<number | null> {
  return ofChild("VmHWM");
}

/** Resident memory of this process's only child now, in MB; null where the system (Linux) does not tell. */
export function childMemory(): Promise<number | null> {
  return ofChild("VmRSS");
}

async function ofChild(field: "VmHWM" | "VmRSS"): Promise<number | null> {
  try {
    const { pid } = process;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    const status = await readFile(`/proc/${Number(children)}/status`, "utf8");
    const [, kibibytes] = new RegExp(`^${field}:\\s*(\\d+) kB$`, "m").exec(status)!;
    return Math.round((KIBI * Number(kibibytes)) / MEGA);
  } catch {
    return null;
  }
}
