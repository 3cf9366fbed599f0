/** Environments of r-MDPs: what they are, how to make many of them, and how to write one. */
export * from "./agents.js";
export * from "./autoreset.js";
export * from "./env.js";
export * from "./errors.js";
export { halfCheetah } from "./mujoco/half-cheetah.js";
export * from "./options.js";
export * from "./registry.js";
export { resourceGathering } from "./resource-gathering/definition.js";
export * from "./rng.js";
export { checkState, stateFingerprint } from "./saved-state.js";
export * from "./space.js";
export * from "./vector-buffers.js";
export * from "./vector-env.js";
