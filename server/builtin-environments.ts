import {
  ant,
  createRegistry,
  type EnvRegistry,
  halfCheetah,
  hopper,
  resourceGathering,
  walker2d,
} from "../envs/index.js";

/** The environments a server offers, and its worker threads can make. */
export const builtinEnvironments: EnvRegistry = createRegistry([
  resourceGathering,
  halfCheetah,
  hopper,
  walker2d,
  ant,
]);
