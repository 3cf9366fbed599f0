import { ConfigError } from "../config/resolve-config.js";
import { startEmbeddedServer } from "../embedded-server.js";
import { grpcTransport } from "../transport/grpc.js";
import type { Transport } from "../transport/transport.js";
import { checkLoad, readSecurity, type ServerFlags } from "./server-flags.js";

/** Connects to the servers, or to an embedded one if none is given, while something is done with them. */
export async function withServers<R>(
  flags: ServerFlags,
  use: (transports: readonly Transport[]) => Promise<R>,
): Promise<R> {
  const { server: addresses } = flags;
  for (const address of addresses) checkAddress(address);
  checkLoad(flags);
  const security = await readSecurity(flags);
  const embedded = addresses.length === 0 ? await startEmbeddedServer(flags.load) : undefined;
  const transports = (embedded ? [embedded.address] : addresses).map((address) =>
    grpcTransport(address, security),
  );
  try {
    return await use(transports);
  } finally {
    for (const transport of transports) transport.close();
    embedded?.stop();
  }
}

/** gRPC would take an address without a port for one at 443. */
function checkAddress(address: string): void {
  if (/^(\[[^\]/]+\]|[^\s:/]+):\d+$/.test(address)) return;
  throw new ConfigError(`--server: expected host:port, got "${address}"`);
}
