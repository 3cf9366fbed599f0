/** Environments of r-MDPs: what they are, how to make many of them, and how to write one. */
export * from "./agents.js";
export * from "./autoreset.js";
export * from "./env.js";
export * from "./errors.js";
export { ant } from "./mujoco/ant.js";
export { halfCheetah } from "./mujoco/half-cheetah.js";
export { hopper } from "./mujoco/hopper.js";
export { walker2d } from "./mujoco/walker2d.js";
export * from "./options.js";
export * from "./registry.js";
export { resourceGathering } from "./resource-gathering/definition.js";
export * from "./rng.js";
export { checkState, stateFingerprint } from "./saved-state.js";
export * from "./space.js";
export * from "./vector-buffers.js";
export * from "./vector-env.js";
