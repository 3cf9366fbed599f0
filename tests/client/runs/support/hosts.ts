import { grpcTransport, inProcessTransport, type Transport } from "../../../../client/index.js";
import { createEnvironmentService, startServer } from "../../../../server/index.js";

/** Ways to servers, for as long as a test needs them. */
export interface Hosts {
  readonly transports: readonly Transport[];
  close(): Promise<void>;
}

/** One service for each number of workers, in this process and without a wire. */
export async function inProcessHosts(...workers: number[]): Promise<Hosts> {
  const services = workers.map((count) => createEnvironmentService({ workers: count }));
  return {
    transports: services.map(inProcessTransport),
    close: async () => void (await Promise.all(services.map((service) => service.close()))),
  };
}

/** One server for each number of workers, each at a port of its own. */
export async function grpcHosts(...workers: number[]): Promise<Hosts> {
  const servers = await Promise.all(workers.map((count) => startServer({ port: 0, workers: count })));
  const transports = servers.map(({ address }) => grpcTransport(address));
  return {
    transports,
    async close() {
      for (const transport of transports) transport.close();
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}
