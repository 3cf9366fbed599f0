import { parentPort } from "node:worker_threads";
import type { ThreadReply } from "./messages.js";

/**
 * Announces that this thread is not stuck but waits for a process, whose time somebody else limits. Nobody watches over
 * the main thread.
 */
export function announceWaiting(): void {
  parentPort?.postMessage({ waiting: true } satisfies ThreadReply);
}
