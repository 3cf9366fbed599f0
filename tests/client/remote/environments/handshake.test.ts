import { Server, ServerCredentials } from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import {
  grpcTransport,
  inProcessTransport,
  openEnvironments,
  type Transport,
} from "../../../../client/index.js";
import { CONTRACT_REVISION, ContractError } from "../../../../proto/index.js";
import { createEnvironmentService } from "../../../../server/index.js";

/** A server of today that says it is another. */
function serverOf(info: { contract?: string; contractRevision?: number; serverVersion?: string }): Transport {
  const service = createEnvironmentService({ workers: 0 });
  onTestFinished(() => service.close());
  const transport = inProcessTransport(service);
  return { ...transport, getServerInfo: async () => ({ ...(await service.getServerInfo({})), ...info }) };
}

const config = {
  environmentId: "resource-gathering",
  options: {},
  numEnvs: 1,
  seed: 0,
  numAgents: 25,
  agentsSeed: 0,
  infos: [],
};

it.each([
  [{ contractRevision: 0, serverVersion: "0.0.9" }, "rmdp.v1, revision 0: upgrade it (it is caucus 0.0.9)"],
  [
    { contract: "rmdp.v2", serverVersion: "9.0.0" },
    `rmdp.v2, revision ${CONTRACT_REVISION}: upgrade it (it is caucus 9.0.0)`,
  ],
])("a server of another contract is refused: %o", async (info, got) => {
  const error = await openEnvironments([serverOf(info)], config).catch((reason) => reason);
  expect(error).toBeInstanceOf(ContractError);
  expect(error.reason).toBe("CONTRACT_REVISION");
  expect(error.message).toBe(
    `server in process: expected contract rmdp.v1, revision 1 or later, got ${got} or use an older client`,
  );
});

it("a server that knows nothing of the contract is said to", async () => {
  const server = new Server();
  const port = await new Promise<number>((resolve) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (_, bound) => resolve(bound));
  });
  const transport = grpcTransport(`127.0.0.1:${port}`);
  onTestFinished(() => {
    transport.close();
    server.forceShutdown();
  });
  await expect(openEnvironments([transport], config)).rejects.toThrow(
    `server 127.0.0.1:${port}: expected a server of the contract rmdp.v1, got one that does not know it`,
  );
});
