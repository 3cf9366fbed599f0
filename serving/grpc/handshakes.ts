import type { TLSSocket } from "node:tls";
import type { Server } from "@grpc/grpc-js";
import type { Logger } from "../base/log.js";
import { listenersOf } from "./listeners.js";

/** Logs why TLS handshakes failed, since the clients only see a closed connection. */
export function logFailedHandshakes(server: Server, log: Logger): void {
  for (const listener of listenersOf(server)) {
    listener.on("tlsClientError", (error: Error, socket: TLSSocket) => {
      log.warn({ peer: socket.remoteAddress, reason: reasonOf(error, socket) }, "a TLS handshake failed");
    });
  }
}

/** The problem of the client's certificate or, otherwise, OpenSSL's reason without its numbers, functions and files. */
function reasonOf({ message }: Error, { authorizationError }: TLSSocket): string {
  if (authorizationError) return `the client's certificate: ${authorizationError}`;
  return /:error:[^:]*:[^:]*:[^:]*:([^:]*):/.exec(message)?.[1] ?? message;
}
