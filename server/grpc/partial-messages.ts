import { constants, type ServerHttp2Stream } from "node:http2";
import type { Server } from "@grpc/grpc-js";
import type { Logger } from "../base/log.js";
import { createFrameMeter, type FrameMeter } from "./frame-meter.js";
import { listenersOf } from "./listeners.js";

/** How long a stream may keep the beginning of a message without the rest, in milliseconds… */
const PATIENCE_MS = 30_000;
/** … and how much longer for each byte that it has sent: whoever sends 8 KiB a second may take the time it needs. */
const MS_PER_BYTE = 1000 / 8192;

const CHECK_MS = 1000;

/** Each piece of a message costs time of the thread that answers everybody: so many of them must not be small. */
const MAX_SMALL_CHUNKS = 256;
const SMALL_BYTES = 256;

export interface PartialMessagesConfig {
  /** Bytes that they may take together. */
  readonly maxBytes: number;
  /** In milliseconds; 30 s if left out. */
  readonly patience?: number;
  readonly log: Logger;
}

/** A stream that has sent the beginning of a message. */
interface Part {
  readonly client: string;
  readonly meter: FrameMeter;
  readonly since: number;
}

/**
 * Ends streams that keep beginnings of messages for too long, and, where all take too much memory, those of the client
 * that has most of it. gRPC itself would hold them for ever.
 * @param server - which has been bound
 * @returns what stops it
 */
export function limitPartialMessages(
  server: Server,
  { maxBytes, patience = PATIENCE_MS, log }: PartialMessagesConfig,
): () => void {
  const parts = new Map<ServerHttp2Stream, Part>();

  function watch(stream: ServerHttp2Stream): void {
    const meter = createFrameMeter();
    const { remoteAddress = "", remotePort = 0 } = stream.session?.socket ?? {};
    const client = `${remoteAddress}:${remotePort}`;
    stream.on("data", (chunk: Uint8Array) => {
      meter.receive(chunk);
      if (meter.held === 0) return void parts.delete(stream);
      const part = parts.get(stream) ?? { client, meter, since: performance.now() };
      parts.set(stream, part);
      if (meter.chunks > MAX_SMALL_CHUNKS && meter.held < SMALL_BYTES * meter.chunks)
        end(stream, part, "a message came in very many small pieces");
    });
    stream.once("close", () => parts.delete(stream));
  }

  function end(stream: ServerHttp2Stream, { client, meter }: Part, reason: string): void {
    log.warn({ peer: client, bytes: meter.held }, reason);
    parts.delete(stream);
    stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
  }

  function check(): void {
    const now = performance.now();
    for (const [stream, part] of parts) {
      if (now - part.since > patience + MS_PER_BYTE * part.meter.held)
        end(stream, part, "a stream kept the beginning of a message and did not send the rest");
    }
    for (let bytes = bytesByClient(parts); sum(bytes.values()) > maxBytes; bytes = bytesByClient(parts)) {
      const [greediest] = [...bytes].sort(([, a], [, b]) => b - a)[0];
      const [stream, part] = [...parts].find(([, { client }]) => client === greediest)!;
      end(stream, part, "beginnings of messages take too much memory");
    }
  }

  for (const listener of listenersOf(server)) listener.on("stream", watch);
  const timer = setInterval(check, CHECK_MS).unref();
  return () => clearInterval(timer);
}

function bytesByClient(parts: ReadonlyMap<unknown, Part>): Map<string, number> {
  const bytes = new Map<string, number>();
  for (const { client, meter } of parts.values()) bytes.set(client, (bytes.get(client) ?? 0) + meter.held);
  return bytes;
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
