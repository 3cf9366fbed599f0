/**
 * Keeps the process running after uncaught failures, since one client's request must not end the sessions of others.
 * Failures that a client can be told about are caught elsewhere. The others are logged with their stack and counted.
 */
export function surviveFailures({ failed }: { readonly failed: (error: unknown) => void }): void {
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
}
