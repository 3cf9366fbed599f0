import { totalmem } from "node:os";

/** @returns bytes that this process can have: the machine's, or what its container is limited to */
export function machineMemory(): number {
  const limit = process.constrainedMemory();
  // 0, or more than there is, where nothing limits it.
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}
