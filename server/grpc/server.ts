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

/** Full names of what the port serves besides health and reflection. */
const SERVICES = ["rmdp.v1.EnvironmentService", "dm_env_rpc.v1.Environment"];

/** How long clients get to hang up once all sessions have ended, in milliseconds. */
const GOODBYE_MS = 1000;

/** Calls of one connection that are answered at a time, beside its streams. */
const CALLS_AT_A_TIME = 100;

/** Of the memory for environments, what messages that are not whole yet may take besides. */
const PARTIAL_SHARE = 0.125;

export interface RunningServer {
  /** Where it listens, for example "127.0.0.1:50051". */
  readonly address: string;
  /** Where Prometheus finds its metrics, if they were asked for. */
  readonly metricsAddress?: string;
  readonly service: HostedService;
  /** Logs and counts a failure that nothing else caught. */
  failed(error: unknown): void;
  /** Refuses new sessions, lets the running ones finish for up to `drainSeconds`, and closes. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Serves environments over gRPC.
 * @throws RangeError at a setting that cannot be
 * @throws Error if it cannot listen there
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
    // A stream for each session and world, and calls beside them.
    "grpc.max_concurrent_streams": maxSessionsPerClient + CALLS_AT_A_TIME,
    // A client that is gone without a word is noticed within a minute, and a connection that broke HTTP/2,
    // which Node would keep. One whose only thread is busy training does not answer either, so the timeout
    // is long; to be wrong costs no more than that it attaches anew.
    "grpc.keepalive_time_ms": 20_000,
    "grpc.keepalive_timeout_ms": 30_000,
    // A client that wants nothing for so long connects anew when it does.
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

/** IPv6 addresses stand in brackets. */
function authority(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Lets responses out and clients hang up; not for long. */
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
