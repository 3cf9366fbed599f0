import { modulesForServers } from "../config/own-modules.js";
import { ConfigError } from "../config/resolve-config.js";
import { grpcTransport } from "../remote/transport/grpc.js";
import type { Transport } from "../remote/transport/transport.js";
import { type EmbeddedServer, type OwnEnvironments, startEmbeddedServer } from "../run/embedded-server.js";
import { INTERRUPTED } from "./interrupt.js";
import { checkEmbedded, ownEnvironments, readSecurity, type ServerFlags } from "./server-flags.js";

/** Calls a function with connections to the servers, or to an embedded server if none is given, and closes them after. */
export async function withServers<R>(
  flags: ServerFlags,
  use: (transports: readonly Transport[]) => Promise<R>,
): Promise<R> {
  const { server: addresses } = flags;
  for (const address of addresses) checkAddress(address);
  const embeddable = { ...flags, load: modulesForServers(flags.load) };
  checkEmbedded(embeddable);
  const security = await readSecurity(flags);
  const embedded = addresses.length === 0 ? await startEmbedded(ownEnvironments(embeddable)) : undefined;
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

/** Starts an embedded server. Ctrl-C during the start also ends the server, which may be busy loading modules. */
async function startEmbedded(own: OwnEnvironments): Promise<EmbeddedServer> {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
    process.exit(INTERRUPTED);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await startEmbeddedServer(own, controller.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

/** Checks that an address has a port, since gRPC would use port 443 without one. */
function checkAddress(address: string): void {
  if (/^(\[[^\]/]+\]|[^\s:/]+):\d+$/.test(address)) return;
  throw new ConfigError(`--server: expected host:port, got "${address}"`);
}
