import { pickConfig, resolveConfig } from "../../serving/base/config.js";
import { silentLog } from "../../serving/base/log.js";
import { createCallContext } from "../../serving/grpc/call-context.js";
import { listen } from "../../serving/grpc/listening.js";
import { createAccess } from "../../serving/security/access.js";
import { SERVER_FIELDS, SERVICE_FIELDS, type ServerConfig } from "../base/config.js";
import { silentStepMeter } from "../metrics/meter.js";
import { createPrometheusMeter } from "../monitoring/prometheus.js";
import { createEnvironmentService, type HostedService, type ServiceParts } from "../service.js";
import { createDmEnvRpcHandlers, dmEnvRpcDefinition } from "./dm-env-rpc-service.js";
import { createHandlers, environmentDefinition } from "./handlers.js";

/** Full names of the services besides health and reflection. */
const SERVICES = ["rmdp.v1.EnvironmentService", "dm_env_rpc.v1.Environment"];

/** Memory for incomplete messages, as a share of the memory for environments. */
const PARTIAL_SHARE = 0.125;

export interface RunningServer {
  /** The address it listens on, for example "127.0.0.1:50051". */
  readonly address: string;
  /** The address of the Prometheus metrics, if they are served. */
  readonly metricsAddress?: string;
  readonly service: HostedService;
  /** Logs and counts a failure that nothing else caught. */
  failed(error: unknown): void;
  /** Refuses new sessions, lets running ones finish for up to `drainSeconds`, and then closes. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves environments over gRPC.
 * @throws RangeError at an invalid setting
 * @throws Error if it cannot listen on the address
 */
export async function startServer(given: Partial<ServerConfig> & ServiceParts = {}): Promise<RunningServer> {
  const { registry, modules, python, log = silentLog, ...settings } = given;
  const config = resolveConfig(SERVER_FIELDS, settings);
  const meter = config.metricsPort < 0 ? undefined : createPrometheusMeter(() => service);
  const access = createAccess(config, log, meter);
  const parts = { registry, modules, python, log, meter };
  const service: HostedService = createEnvironmentService({
    ...pickConfig(SERVICE_FIELDS, config),
    ...parts,
  });
  const told = meter ?? silentStepMeter;
  const context = createCallContext(service.forCaller, log, access, told);
  const { maxMessageBytes, maxSessionsPerClient: maxStreams } = service.limits;
  const listening = await listen({
    config,
    access,
    // One stream for each session and world.
    limits: { maxMessageBytes, maxStreams, maxPartialBytes: PARTIAL_SHARE * config.maxMemory },
    services: SERVICES,
    addServices(server) {
      server.addService(environmentDefinition(told), createHandlers(context));
      server.addService(dmEnvRpcDefinition(told), createDmEnvRpcHandlers(context));
    },
    ready: service.ready,
    metrics: meter?.registry,
    log,
  }).catch(async (error: unknown) => {
    await service.close();
    throw error;
  });
  return {
    address: listening.address,
    metricsAddress: listening.metricsAddress,
    service,
    failed: context.failed,
    async drain() {
      listening.stopServing();
      await service.drain(config.drainSeconds);
      await listening.close();
    },
    async close() {
      await service.close();
      await listening.close();
    },
  };
}
