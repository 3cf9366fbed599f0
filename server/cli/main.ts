#!/usr/bin/env node
import { setLogger } from "@grpc/grpc-js";
import { pino } from "pino";
import { startServer } from "../grpc/server.js";
import { exposureWarning } from "../security/access.js";
import { announcement } from "./announcement.js";
import { check as checkServer } from "./check.js";
import { parseFlags } from "./flags.js";
import { ownEnvironments } from "./own-environments.js";
import { stopOnSignals, stopWithParent } from "./stopping.js";
import { surviveFailures } from "./surviving.js";

async function main(args: readonly string[]): Promise<void> {
  const flags = parseFlags(args);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const { json, check, exitWithParent, logLevel, load, ...config } = flags;
  // Standard output is only for the announcement, so the log goes to standard error.
  const log = pino({ level: logLevel }, pino.destination({ fd: 2, sync: true }));
  // Our own messages report errors, so gRPC's are only for debugging.
  setLogger({
    error: (text) => log.debug(text),
    info: (text) => log.debug(text),
    debug: (text) => log.trace(text),
  });
  const environments = await ownEnvironments(config, load, log);
  if (check) {
    const well = await checkServer(config, { ...environments, log }, { json, print });
    process.exitCode = well ? 0 : 1;
    return;
  }
  const server = await startServer({ ...config, ...environments, log });
  surviveFailures(server);
  stopOnSignals(server, log);
  if (exitWithParent) stopWithParent(server, log);
  const warning = exposureWarning(config);
  if (warning !== undefined) process.stderr.write(`caucus-server: ${warning}\n`);
  print(announcement(server, flags));
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`caucus-server: ${error.message}\n`);
  process.exit(1);
});
