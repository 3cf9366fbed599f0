#!/usr/bin/env node
import { programLog } from "../../serving/cli/program-log.js";
import { stopOnSignals, stopWithParent } from "../../serving/cli/stopping.js";
import { surviveFailures } from "../../serving/cli/surviving.js";
import { exposureWarning } from "../../serving/security/access.js";
import { startServer } from "../grpc/server.js";
import { announcement } from "./announcement.js";
import { check as checkServer } from "./check.js";
import { parseFlags } from "./flags.js";
import { ownEnvironments } from "./own-environments.js";

async function main(args: readonly string[]): Promise<void> {
  const flags = parseFlags(args);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const { json, check, exitWithParent, ignoreHangup, logLevel, load, ...others } = flags;
  const { python: names, pythonCommand, ...config } = others;
  const log = programLog(logLevel);
  const python = { names, command: pythonCommand };
  const environments = { ...(await ownEnvironments(config, load, log)), python };
  if (check) {
    const well = await checkServer(config, { ...environments, log }, { json, print });
    process.exitCode = well ? 0 : 1;
    return;
  }
  const server = await startServer({ ...config, ...environments, log });
  surviveFailures(server);
  stopOnSignals(server, log, ignoreHangup);
  if (exitWithParent) stopWithParent(server, log);
  const warning = exposureWarning(config);
  if (warning !== undefined) process.stderr.write(`caucus-server: ${warning}\n`);
  print(announcement(server, flags));
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`caucus-server: ${error.message}\n`);
  process.exit(1);
});
