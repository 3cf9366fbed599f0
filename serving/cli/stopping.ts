import { constants } from "node:os";
import type { Logger } from "../base/log.js";

/** What is stopped. */
export interface Stoppable {
  /** Lets what runs finish for some time, and then closes. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

const STOP_SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
type StopSignal = (typeof STOP_SIGNALS)[number];

/**
 * On SIGTERM, SIGINT or SIGHUP, drains the server and ends the process. A second signal ends it at once.
 * @param ignoreHangup - whether SIGHUP does nothing; under nohup, Node would end at it all the same
 */
export function stopOnSignals(server: Stoppable, log: Logger, ignoreHangup: boolean): void {
  let stopping = false;
  const stop = async (signal: StopSignal) => {
    if (stopping) process.exit(128 + constants.signals[signal]);
    stopping = true;
    log.info({ signal }, "draining; a second signal stops at once");
    await server.drain();
    process.exit(0);
  };
  for (const signal of STOP_SIGNALS)
    process.on(signal, signal === "SIGHUP" && ignoreHangup ? () => {} : stop);
}

/** Ends the server and the process when standard input closes. */
export function stopWithParent(server: Stoppable, log: Logger): void {
  const stop = async () => {
    log.info("standard input closed: stopping");
    await server.close();
    process.exit(0);
  };
  process.stdin.once("close", stop).on("error", () => {});
  process.stdin.resume();
}
