import { setLogger } from "@grpc/grpc-js";
import { pino } from "pino";
import type { Logger } from "../base/log.js";

/** The log of a server's program, on standard error, since standard output is only for the announcement. */
export function programLog(level: string): Logger {
  const log = pino({ level }, pino.destination({ fd: 2, sync: true }));
  // Our own messages report errors, so gRPC's are only for debugging.
  setLogger({
    error: (text) => log.debug(text),
    info: (text) => log.debug(text),
    debug: (text) => log.trace(text),
  });
  return log;
}
