/** Hosts environments under the contract rmdp.v1: in this process, or over gRPC. */

export { VERSION } from "../proto/version.js";
export type { ServerConfig, ServiceConfig } from "./base/config.js";
export { builtinEnvironments } from "./builtin-environments.js";
export { type RunningServer, startServer } from "./grpc/server.js";
export { type LoadedEnvironments, loadEnvironments } from "./own-environments/load-environments.js";
export {
  createEnvironmentService,
  type HostedService,
  type PythonEnvironments,
  type ServiceParts,
} from "./service.js";
