/** The messages of dm_env_rpc.v1. Some are named as those of rmdp.v1, so they are a namespace of their own. */
export * from "./gen/dm_env_rpc/v1/environment.js";
export * from "./gen/dm_env_rpc/v1/tensor.js";
