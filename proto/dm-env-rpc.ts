/** The messages of dm_env_rpc.v1, in a namespace, since some have the same names as those of rmdp.v1. */
export * from "./gen/dm_env_rpc/v1/environment.js";
export * from "./gen/dm_env_rpc/v1/tensor.js";
