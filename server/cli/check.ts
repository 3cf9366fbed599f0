import { pickConfig } from "../../serving/base/config.js";
import type { Logger } from "../../serving/base/log.js";
import { createAccess } from "../../serving/security/access.js";
import { SERVICE_FIELDS, type ServerConfig } from "../base/config.js";
import { createEnvironmentService, type ServiceParts } from "../service.js";
import { type Checked, selfTest } from "./self-test.js";

/** The environments that are tried, and who is told of what goes wrong. */
export interface CheckedParts extends Pick<ServiceParts, "registry" | "modules" | "python"> {
  readonly log: Logger;
}

/** Where the outcomes go. */
export interface CheckOutput {
  /** Whether each is a line of JSON, not a sentence. */
  readonly json: boolean;
  /** A line of standard output. */
  print(line: string): void;
}

/**
 * Checks a server's files and environments without listening.
 * @param print - prints a line on standard output
 * @returns whether everything works
 * @throws RangeError at invalid settings and files
 */
export async function check(
  config: ServerConfig,
  parts: CheckedParts,
  { json, print }: CheckOutput,
): Promise<boolean> {
  createAccess(config, parts.log);
  const service = createEnvironmentService({ ...pickConfig(SERVICE_FIELDS, config), ...parts });
  try {
    return await selfTest(service, (checked) => print(json ? JSON.stringify(checked) : sentence(checked)));
  } finally {
    await service.close();
  }
}

function sentence({ environment, failure }: Checked): string {
  return failure === undefined ? `${environment}: works` : `${environment}: broken: ${failure}`;
}
