import { pickConfig, SERVICE_FIELDS, type ServerConfig } from "../base/config.js";
import type { Logger } from "../base/log.js";
import { createAccess } from "../security/access.js";
import { createEnvironmentService, type ServiceParts } from "../service.js";
import { type Checked, selfTest } from "./self-test.js";

/**
 * Checks a server's files and environments without listening.
 * @param print - prints a line on standard output
 * @returns whether everything works
 * @throws RangeError at invalid settings and files
 */
export async function check(
  config: ServerConfig,
  environments: Pick<ServiceParts, "registry" | "modules">,
  json: boolean,
  log: Logger,
  print: (line: string) => void,
): Promise<boolean> {
  createAccess(config, log);
  const service = createEnvironmentService({ ...pickConfig(SERVICE_FIELDS, config), ...environments, log });
  try {
    return await selfTest(service, (checked) => print(json ? JSON.stringify(checked) : sentence(checked)));
  } finally {
    await service.close();
  }
}

function sentence({ environment, failure }: Checked): string {
  return failure === undefined ? `${environment}: works` : `${environment}: broken: ${failure}`;
}
