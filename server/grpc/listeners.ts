import type { Http2SecureServer, Http2Server } from "node:http2";
import type { Server } from "@grpc/grpc-js";

/** The part of gRPC's server that it keeps to itself. */
interface Internals {
  readonly http2Servers: ReadonlyMap<Http2Server | Http2SecureServer, unknown>;
}

/** What listens for a server that has been bound: for what gRPC does not tell of, or does not limit. */
export function listenersOf(server: Server): (Http2Server | Http2SecureServer)[] {
  return [...(server as unknown as Internals).http2Servers.keys()];
}
