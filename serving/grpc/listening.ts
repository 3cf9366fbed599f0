import { type ChannelOptions, Server } from "@grpc/grpc-js";
import type { Registry } from "prom-client";
import type { ListeningConfig } from "../base/config.js";
import type { Logger } from "../base/log.js";
import { startMetricsServer } from "../monitoring/metrics-server.js";
import type { Access } from "../security/access.js";
import { logFailedHandshakes } from "./handshakes.js";
import { addHealth } from "./health.js";
import { limitPartialMessages } from "./partial-messages.js";
import { addReflection } from "./reflection.js";

/** Milliseconds that clients get to disconnect once all streams have ended. */
const GOODBYE_MS = 1000;

/** Number of calls of one connection at a time, besides its streams. */
const CALLS_AT_A_TIME = 100;

/** What a server listens with. */
export interface ListenParts {
  readonly config: Pick<ListeningConfig, "host" | "port" | "metricsPort">;
  readonly access: Access;
  readonly limits: ListenLimits;
  /** Full names of the services besides health and reflection. */
  readonly services: readonly string[];
  /** Adds these services. */
  readonly addServices: (server: Server) => void;
  /** Is awaited before the server listens. */
  readonly ready?: () => Promise<void>;
  /** The metrics to serve; none if left out. */
  readonly metrics?: Registry;
  readonly log: Logger;
}

export interface ListenLimits {
  readonly maxMessageBytes: number;
  /** Streams of one connection at a time. */
  readonly maxStreams: number;
  /** Bytes that all incomplete messages may take together. */
  readonly maxPartialBytes: number;
}

/** A server that listens. */
export interface Listening {
  /** The address it listens on, for example "127.0.0.1:50051". */
  readonly address: string;
  /** The address of the Prometheus metrics, if they are served. */
  readonly metricsAddress?: string;
  /** Reports all services as not serving from now on. */
  stopServing(): void;
  /** Waits a short time for pending responses and for clients to disconnect, then closes. */
  close(): Promise<void>;
}

/**
 * Serves services over gRPC, with health, reflection and metrics beside them.
 * @throws Error if it cannot listen on an address
 */
export async function listen(parts: ListenParts): Promise<Listening> {
  const { config, access, limits, services, log } = parts;
  const { host, port, metricsPort } = config;
  const server = new Server({ ...channelOptions(limits), interceptors: [...access.interceptors] });
  parts.addServices(server);
  const health = addHealth(server, services);
  addReflection(server, [...services, "grpc.health.v1.Health"]);
  try {
    await parts.ready?.();
    const boundPort = await bind(server, host, port, access);
    const metrics = parts.metrics && (await startMetricsServer(parts.metrics, host, metricsPort, access));
    logFailedHandshakes(server, log);
    const stopLimiting = limitPartialMessages(server, { maxBytes: limits.maxPartialBytes, log });
    return {
      address: authority(host, boundPort),
      metricsAddress: metrics && authority(host, metrics.port),
      stopServing: () => health.stopServing(),
      async close() {
        stopLimiting();
        await shutDown(server);
        metrics?.close();
      },
    };
  } catch (error) {
    server.forceShutdown();
    throw error;
  }
}

function channelOptions({ maxMessageBytes, maxStreams }: ListenLimits): ChannelOptions {
  return {
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    "grpc.max_concurrent_streams": maxStreams + CALLS_AT_A_TIME,
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
