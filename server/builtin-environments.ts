import {
  ant,
  antDirection,
  createRegistry,
  type EnvRegistry,
  halfCheetah,
  halfCheetahVelocity,
  hopper,
  humanoidDirection,
  portfolio,
  portfolioRegimes,
  resourceGathering,
  walker2d,
} from "../envs/index.js";

/** The environments that a server offers and its worker threads can make. */
export const builtinEnvironments: EnvRegistry = createRegistry([
  resourceGathering,
  halfCheetah,
  hopper,
  walker2d,
  ant,
  halfCheetahVelocity,
  antDirection,
  humanoidDirection,
  portfolio,
  portfolioRegimes,
]);
