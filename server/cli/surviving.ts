import type { RunningServer } from "../grpc/server.js";

/**
 * Keeps the process going whatever fails in it: one client's request must not end what others use. Failures that
 * somebody can be told of are caught before; these are logged with their stack, and counted.
 */
export function surviveFailures({ failed }: Pick<RunningServer, "failed">): void {
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
}
