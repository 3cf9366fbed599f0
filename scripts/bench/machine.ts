import { availableParallelism, cpus, totalmem } from "node:os";

const GIGA = 1e9;

/** What the figures are of: the machine, the versions and the day. */
export function machineLine(now: Date): string {
  const [cpu] = cpus();
  return [
    cpu?.model.trim() ?? process.arch,
    `${availableParallelism()} cores`,
    `${Math.round(totalmem() / GIGA)} GB`,
    `Node ${process.versions.node}`,
    now.toISOString().slice(0, 10),
  ].join(", ");
}
