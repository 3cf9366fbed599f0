import { ConfigError } from "../../base/config-error.js";
import { describeEnvironment } from "../../run/environment-spec.js";
import { configFromFlags } from "../config-flags.js";
import { withServers } from "../connections.js";
import { environmentRecord } from "../environment-record.js";
import { environmentText } from "../environment-text.js";
import type { ServerFlags } from "../server-flags.js";
import { namingSettings } from "../setting-names.js";

export interface DescribeFlags extends ServerFlags {
  /** An environment's id. */
  readonly env?: string;
  readonly "env-options"?: unknown;
  readonly json: boolean;
}

/** Describes an environment, with the given options. */
export async function describeAction(flags: DescribeFlags): Promise<void> {
  const { env, json } = flags;
  if (env === undefined) {
    throw new ConfigError("describe: expected an environment, got none; caucus list shows the environments");
  }
  const { envOptions = {} } = await namingSettings({ ...flags }, false, () =>
    configFromFlags({ env, "env-options": flags["env-options"] }, undefined),
  );
  const spec = await withServers(flags, (transports) => describeEnvironment(transports, { env, envOptions }));
  const record = environmentRecord(spec);
  console.log(json ? JSON.stringify(record, null, 2) : environmentText(record));
}
