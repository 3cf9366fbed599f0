import { constants, type ServerHttp2Stream } from "node:http2";
import type { Server } from "@grpc/grpc-js";
import type { Logger } from "../base/log.js";
import { createFrameMeter, type FrameMeter } from "./frame-meter.js";
import { listenersOf } from "./listeners.js";

/** Milliseconds that a stream may keep an incomplete message, before the allowance for its size. */
const PATIENCE_MS = 30_000;
/** Additional milliseconds for each byte that has arrived, so that a client sending 8 KiB a second is never cut off. */
const MS_PER_BYTE = 1000 / 8192;

const CHECK_MS = 1000;

/** Largest number of small chunks in a message, since each chunk costs time of the main thread. */
const MAX_SMALL_CHUNKS = 256;
const SMALL_BYTES = 256;

export interface PartialMessagesConfig {
  /** Bytes that all incomplete messages may take together. */
  readonly maxBytes: number;
  /** Milliseconds that a stream may keep an incomplete message; 30 s if left out. */
  readonly patience?: number;
  readonly log: Logger;
}

/** A stream with an incomplete message. */
interface Part {
  readonly client: string;
  readonly meter: FrameMeter;
  readonly since: number;
}

/**
 * Ends streams that keep incomplete messages for too long. If all incomplete messages take too much memory, it ends the
 * streams of the client that has most of it. gRPC itself would keep such messages forever.
 * @param server - a bound server
 * @returns a function that removes the limits
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
        end(stream, part, "a message arrived in too many small pieces");
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
        end(stream, part, "a stream did not complete a message in time");
    }
    for (let bytes = bytesByClient(parts); sum(bytes.values()) > maxBytes; bytes = bytesByClient(parts)) {
      const [greediest] = [...bytes].sort(([, a], [, b]) => b - a)[0];
      const [stream, part] = [...parts].find(([, { client }]) => client === greediest)!;
      end(stream, part, "incomplete messages take too much memory");
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
