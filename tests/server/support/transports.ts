import type { EnvironmentService } from "../../../proto/index.js";
import {
  createEnvironmentService,
  type ServerConfig,
  type ServiceParts,
  startServer,
} from "../../../server/index.js";
import { connect } from "./grpc-service.js";

type Config = Partial<ServerConfig> & ServiceParts;

/** A service behind a transport, for one test. */
export interface Hosted {
  readonly service: EnvironmentService;
  close(): Promise<void>;
}

export async function hostInProcess(config: Config = {}): Promise<Hosted> {
  const service = createEnvironmentService({ workers: 0, ...config });
  return { service, close: () => service.close() };
}

export async function hostGrpc(config: Config = {}): Promise<Hosted> {
  const server = await startServer({ port: 0, workers: 0, ...config });
  const service = connect(server.address);
  const close = async () => {
    service.close();
    await server.close();
  };
  return { service, close };
}

/** Every way to reach environments: the transport, and the threads that step. */
export const transports = [hostInProcess, hostGrpc].flatMap((host) =>
  [0, 1, 2].map((workers) => ({
    name: `${host === hostGrpc ? "gRPC" : "in process"}, ${workers} workers`,
    host: (config: Config = {}) => host({ ...config, workers }),
  })),
);
