import { createRegistry, type EnvRegistry, halfCheetah, resourceGathering } from "../envs/index.js";

/** The environments a server offers, and its worker threads can make. */
export const builtinEnvironments: EnvRegistry = createRegistry([resourceGathering, halfCheetah]);
