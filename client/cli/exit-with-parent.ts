import { INTERRUPTED } from "./interrupt.js";

/** Ends the process when standard input closes, which means that the parent process has ended. */
export function exitWithParent(): void {
  process.stdin.once("close", () => process.exit(INTERRUPTED)).on("error", () => {});
  process.stdin.resume();
  // Waiting for standard input must not keep a finished process alive.
  process.stdin.unref?.();
}
