import { type ChannelOptions, Server, type ServerOptions } from "@grpc/grpc-js";
import { pickConfig, resolveConfig, SERVER_FIELDS, SERVICE_FIELDS, type ServerConfig } from "../config.js";
import { silentLog } from "../log.js";
import { type Access, createAccess } from "../security/access.js";
import { logFailedHandshakes } from "../security/handshakes.js";
import { createEnvironmentService, type HostedService, type ServiceParts } from "../service.js";
import { createHandlers, lenientDefinition } from "./handlers.js";

/** How long clients get to hang up once all sessions have ended, in milliseconds. */
const GOODBYE_MS = 1000;

export interface RunningServer {
  /** Where it listens, for example "127.0.0.1:50051". */
  readonly address: string;
  readonly service: HostedService;
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
  const { registry, log = silentLog, ...settings } = given;
  const config = resolveConfig(SERVER_FIELDS, settings);
  const { host, port, drainSeconds } = config;
  const access = createAccess(config, log);
  const service = createEnvironmentService({ ...pickConfig(SERVICE_FIELDS, config), registry, log });
  const server = new Server(serverOptions(config.maxMessageBytes, access));
  server.addService(lenientDefinition, createHandlers(service, log, access));
  const boundPort = await bind(server, host, port, access).catch(async (error) => {
    await service.close();
    throw error;
  });
  logFailedHandshakes(server, log);
  return {
    address: authority(host, boundPort),
    service,
    async drain() {
      await service.drain(drainSeconds);
      await shutDown(server);
    },
    async close() {
      await service.close();
      await shutDown(server);
    },
  };
}

function serverOptions(maxMessageBytes: number, { interceptors }: Access): ServerOptions {
  return { ...channelOptions(maxMessageBytes), interceptors: [...interceptors] };
}

function channelOptions(maxMessageBytes: number): ChannelOptions {
  return {
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    // A client that is gone without a word is noticed after a minute and a half. One whose only thread is
    // busy training does not answer either, so the timeout is long.
    "grpc.keepalive_time_ms": 30_000,
    "grpc.keepalive_timeout_ms": 60_000,
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
