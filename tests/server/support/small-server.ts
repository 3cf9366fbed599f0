import { afterAll, beforeAll } from "vitest";
import { type RunningServer, startServer } from "../../../server/index.js";
import { connect, type GrpcService } from "./grpc-service.js";

/** A server with limits that are easy to exceed, for the tests of a file. */
export interface SmallServer {
  readonly server: RunningServer;
  readonly service: GrpcService;
}

/** Started before the file's tests and closed after them; its parts are there only in between. */
export function useSmallServer(): SmallServer {
  const small = {} as { server: RunningServer; service: GrpcService };
  beforeAll(async () => {
    small.server = await startServer({
      port: 0,
      workers: 0,
      maxMessageBytes: 100_000,
      maxEnvironments: 500,
      maxAgents: 100,
    });
    small.service = connect(small.server.address);
  });
  afterAll(async () => {
    small.service.close();
    await small.server.close();
  });
  return small;
}
