import { totalmem } from "node:os";

/** @returns bytes of memory available to this process: the machine's, or its container's limit */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  // Without a limit, this is 0 or more than the machine's memory.
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
