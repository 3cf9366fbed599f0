/** The contracts rmdp.v1 and policies.v1: their messages, errors, and conversions between messages and typed arrays. */
export { BoundedReader } from "./bounded-reader.js";
export * from "./contract.js";
export * as dmEnvRpc from "./dm-env-rpc.js";
export * from "./errors.js";
export { Status } from "./gen/google/rpc/status.js";
export * from "./gen/rmdp/v1/environment.js";
export * from "./gen/rmdp/v1/interaction.js";
export * from "./gen/rmdp/v1/service.js";
export * from "./gen/rmdp/v1/session.js";
export * from "./gen/rmdp/v1/space.js";
export * from "./gen/rmdp/v1/tensor.js";
export * as inference from "./inference.js";
export * as policies from "./policies.js";
export * from "./rewards-codec.js";
export * from "./spec-codec.js";
export * from "./tensor-codec.js";
