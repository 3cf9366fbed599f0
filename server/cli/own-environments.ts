import { pickConfig } from "../../serving/base/config.js";
import type { Logger } from "../../serving/base/log.js";
import { SERVICE_FIELDS, type ServerConfig } from "../base/config.js";
import { createLimits } from "../base/limits.js";
import { createThreadCatalog } from "../catalog/thread-catalog.js";
import { loadEnvironments, modulePaths } from "../own-environments/load-environments.js";
import type { ServiceParts } from "../service.js";

/**
 * Parts of a service that give it the user's modules. Normally threads load them, since a thread whose module does not
 * end can be ended. A service that steps environments in its own thread loads them there, after a thread has tried.
 * @param load - paths of modules
 * @throws InvalidValueError if a module cannot be loaded, Error if loading does not end
 */
export async function ownEnvironments(
  config: ServerConfig,
  load: readonly string[],
  log: Logger,
): Promise<Pick<ServiceParts, "registry" | "modules">> {
  const modules = modulePaths(load);
  if (config.workers > 0 || modules.length === 0) return { modules };
  const trial = createThreadCatalog(modules, createLimits(pickConfig(SERVICE_FIELDS, config)), log);
  await trial.ready().finally(() => trial.close());
  return loadEnvironments(modules);
}
