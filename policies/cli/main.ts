#!/usr/bin/env node
import { POLICIES_CONTRACT } from "../../proto/index.js";
import { VERSION } from "../../proto/version.js";
import { PROGRAM_FIELDS, parseFlags } from "../../serving/cli/flags.js";
import { programLog } from "../../serving/cli/program-log.js";
import { stopOnSignals, stopWithParent } from "../../serving/cli/stopping.js";
import { surviveFailures } from "../../serving/cli/surviving.js";
import { exposureWarning } from "../../serving/security/access.js";
import { POLICIES_FIELDS } from "../base/config.js";
import { type RunningPolicies, startPolicies } from "../grpc/server.js";

const PROGRAM = {
  name: "caucus-policies",
  purpose: "Serves policies that reviewers approved, and no others, over gRPC.",
  fields: { ...POLICIES_FIELDS, ...PROGRAM_FIELDS },
};

async function main(args: readonly string[]): Promise<void> {
  const { settings } = parseFlags(PROGRAM, args);
  const { json, exitWithParent, ignoreHangup, logLevel, ...config } = settings;
  for (const flag of ["registry", "reviewers", "state"] as const) {
    if (config[flag] === "") throw new RangeError(`--${flag}: expected a path, got none`);
  }
  const log = programLog(logLevel);
  const server = await startPolicies({ ...config, log });
  surviveFailures(server);
  stopOnSignals(server, log, ignoreHangup);
  if (exitWithParent) stopWithParent(server, log);
  const warning = exposureWarning(config);
  if (warning !== undefined) process.stderr.write(`caucus-policies: ${warning}\n`);
  if (server.numServed === 0)
    process.stderr.write(
      `caucus-policies: no policy in ${config.registry} is approved: nothing is served yet\n`,
    );
  process.stdout.write(`${announcement(server, json)}\n`);
}

/** The line that announces where the server listens. */
function announcement(
  { address, metricsAddress: metrics, numServed }: RunningPolicies,
  json: boolean,
): string {
  const contract = POLICIES_CONTRACT;
  if (json) {
    const about = { address, metrics, contract, version: VERSION, policies: numServed };
    return JSON.stringify({ event: "listening", ...about });
  }
  const number = numServed === 1 ? "1 policy" : `${numServed} policies`;
  const measured = metrics === undefined ? "" : `, metrics on ${metrics}`;
  return `caucus-policies ${VERSION} listening on ${address} (contract ${contract}, ${number}${measured})`;
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`caucus-policies: ${error.message}\n`);
  process.exit(1);
});
