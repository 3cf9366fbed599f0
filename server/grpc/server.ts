import { type ChannelOptions, Server, ServerCredentials } from "@grpc/grpc-js";
import { resolveConfig, SERVER_FIELDS, type ServerConfig } from "../config.js";
import { silentLog } from "../log.js";
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
  const { host, port, drainSeconds, ...serviceConfig } = config;
  const service = createEnvironmentService({ ...serviceConfig, registry, log });
  const server = new Server(channelOptions(config.maxMessageBytes));
  server.addService(lenientDefinition, createHandlers(service, log));
  const boundPort = await bind(server, host, port).catch(async (error) => {
    await service.close();
    throw error;
  });
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

function channelOptions(maxMessageBytes: number): ChannelOptions {
  return {
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    // A client that is gone without a word is noticed within a minute, and a connection that broke HTTP/2,
    // which Node would keep. One whose only thread is busy training does not answer either, so the timeout
    // is long; to be wrong costs no more than that it attaches anew.
    "grpc.keepalive_time_ms": 20_000,
    "grpc.keepalive_timeout_ms": 30_000,
  };
}

/** @returns the port it listens on */
function bind(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(authority(host, port), ServerCredentials.createInsecure(), (error, boundPort) => {
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
