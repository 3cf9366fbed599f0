import { INTERRUPTED } from "./interrupt.js";

/** Ends the process when the other end of standard input has gone: nobody waits for it any more. */
export function exitWithParent(): void {
  process.stdin.once("close", () => process.exit(INTERRUPTED)).on("error", () => {});
  process.stdin.resume();
  // It does not keep a process that is done.
  process.stdin.unref?.();
}
