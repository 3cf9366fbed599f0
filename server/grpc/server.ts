import { type ChannelOptions, Server, type ServerOptions } from "@grpc/grpc-js";
import type { Limits } from "../../proto/index.js";
import {
  pickConfig,
  resolveConfig,
  SERVER_FIELDS,
  SERVICE_FIELDS,
  type ServerConfig,
} from "../base/config.js";
import { silentLog } from "../base/log.js";
import { silentMeter } from "../metrics/meter.js";
import { startMetricsServer } from "../monitoring/metrics-server.js";
import { createPrometheusMeter } from "../monitoring/prometheus.js";
import { type Access, createAccess } from "../security/access.js";
import { createEnvironmentService, type HostedService, type ServiceParts } from "../service.js";
import { createCallContext } from "./call-context.js";
import { createDmEnvRpcHandlers, dmEnvRpcDefinition } from "./dm-env-rpc-service.js";
import { createHandlers, environmentDefinition } from "./handlers.js";
import { logFailedHandshakes } from "./handshakes.js";
import { addHealth } from "./health.js";
import { limitPartialMessages } from "./partial-messages.js";
import { addReflection } from "./reflection.js";

/** Full names of the services besides health and reflection. */
const SERVICES = ["rmdp.v1.EnvironmentService", "dm_env_rpc.v1.Environment"];

/** Milliseconds that clients get to disconnect once all sessions have ended. */
const GOODBYE_MS = 1000;

/** Number of calls of one connection at a time, besides its streams. */
const CALLS_AT_A_TIME = 100;

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
  const { registry, modules, log = silentLog, ...settings } = given;
  const config = resolveConfig(SERVER_FIELDS, settings);
  const { host, port, metricsPort, drainSeconds } = config;
  const meter = metricsPort < 0 ? undefined : createPrometheusMeter(() => service);
  const access = createAccess(config, log, meter);
  const serviceConfig = pickConfig(SERVICE_FIELDS, config);
  const parts = { registry, modules, log, meter };
  const service: HostedService = createEnvironmentService({ ...serviceConfig, ...parts });
  const server = new Server(serverOptions(service.limits, access));
  const told = meter ?? silentMeter;
  const context = createCallContext(service, log, access, told);
  server.addService(environmentDefinition(told), createHandlers(context));
  server.addService(dmEnvRpcDefinition(told), createDmEnvRpcHandlers(context));
  const health = addHealth(server, SERVICES);
  addReflection(server, [...SERVICES, "grpc.health.v1.Health"]);
  const giveUp = async (error: unknown) => {
    await service.close();
    server.forceShutdown();
    throw error;
  };
  await service.ready().catch(giveUp);
  const boundPort = await bind(server, host, port, access).catch(giveUp);
  const metrics =
    meter && (await startMetricsServer(meter.registry, host, metricsPort, access).catch(giveUp));
  logFailedHandshakes(server, log);
  const stopLimiting = limitPartialMessages(server, { maxBytes: PARTIAL_SHARE * config.maxMemory, log });
  const end = async () => {
    stopLimiting();
    await shutDown(server);
    metrics?.close();
  };
  return {
    address: authority(host, boundPort),
    metricsAddress: metrics && authority(host, metrics.port),
    service,
    failed: context.failed,
    async drain() {
      health.stopServing();
      await service.drain(drainSeconds);
      await end();
    },
    async close() {
      await service.close();
      await end();
    },
  };
}

function serverOptions(limits: Limits, { interceptors }: Access): ServerOptions {
  return { ...channelOptions(limits), interceptors: [...interceptors] };
}

function channelOptions({ maxMessageBytes, maxSessionsPerClient }: Limits): ChannelOptions {
  return {
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    // One stream for each session and world, and further calls.
    "grpc.max_concurrent_streams": maxSessionsPerClient + CALLS_AT_A_TIME,
    // Detects within a minute clients that vanished and connections that violated HTTP/2, which Node would keep. A
    // client whose only thread is busy training does not answer either, so the timeout is long. A false alarm only
    // makes the client attach again.
    "grpc.keepalive_time_ms": 20_000,
    "grpc.keepalive_timeout_ms": 30_000,
    // An idle client is disconnected, and connects again when it needs to.
    "grpc.max_connection_idle_ms": 600_000,
  };
}

/** @returns the port it listens on */
function bind(server: Server, host: string, port: number, { credentials }: Access): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(authority(host, port), credentials, (error, boundPort) => {
      if (error === null) resolve(boundPort);
      else reject(new Error(bindFailure(host, port, error), { cause: error }));
    });
  });
}

function bindFailure(host: string, port: number, error: Error): string {
  if (!error.message.includes("EADDRINUSE"))
    return `cannot listen on ${authority(host, port)}: ${error.message}`;
  return `port: expected a free one on ${host}, got ${port}, which is in use (0 picks a free one)`;
}

/** host:port, with IPv6 addresses in brackets. */
function authority(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Waits a short time for pending responses and for clients to disconnect, then closes. */
async function shutDown(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => resolve(), GOODBYE_MS);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
  server.forceShutdown();
}
