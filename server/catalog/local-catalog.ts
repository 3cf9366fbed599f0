import type { EnvRegistry } from "../../envs/index.js";
import type { Limits } from "../../proto/index.js";
import type { Catalog } from "./catalog.js";
import { chooseEnvironment, listEnvironments } from "./choose-environment.js";

/** A catalog in the service's own thread, for environments that are loaded already. */
export function createLocalCatalog(registry: EnvRegistry, limits: Limits): Catalog {
  return {
    ready: async () => {},
    list: async () => listEnvironments(registry),
    choose: async (choice) => chooseEnvironment(registry, limits, choice),
    close: async () => {},
  };
}
