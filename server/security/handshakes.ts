import type { Http2SecureServer } from "node:http2";
import type { TLSSocket } from "node:tls";
import type { Server } from "@grpc/grpc-js";
import type { Logger } from "../log.js";

/** The part of gRPC's server that it keeps to itself, with the failures it does not tell of. */
interface Internals {
  readonly http2Servers: ReadonlyMap<Http2SecureServer, unknown>;
}

/** Says in the log why clients did not get through TLS, as these are only hung up on. */
export function logFailedHandshakes(server: Server, log: Logger): void {
  for (const listener of (server as unknown as Internals).http2Servers.keys()) {
    listener.on("tlsClientError", (error: Error, socket: TLSSocket) => {
      log.warn({ peer: socket.remoteAddress, reason: reasonOf(error, socket) }, "a TLS handshake failed");
    });
  }
}

/** What was wrong with the client's certificate; else OpenSSL's reason, without its numbers, functions and files. */
function reasonOf({ message }: Error, { authorizationError }: TLSSocket): string {
  if (authorizationError) return `the client's certificate: ${authorizationError}`;
  return /:error:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(message)?.[1] ?? message;
}
