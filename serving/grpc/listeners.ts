import type { Http2SecureServer, Http2Server } from "node:http2";
import type { Server } from "@grpc/grpc-js";

/** The used internals of gRPC's server. */
interface Internals {
  readonly http2Servers: ReadonlyMap<Http2Server | Http2SecureServer, unknown>;
}

/** The HTTP/2 servers behind a bound gRPC server, for events and limits that gRPC does not expose. */
export function listenersOf(server: Server): (Http2Server | Http2SecureServer)[] {
  return [...(server as unknown as Internals).http2Servers.keys()];
}
