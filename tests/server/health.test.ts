import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";
import { expect, it, onTestFinished } from "vitest";
import { type ServerConfig, startServer } from "../../server/index.js";
import { scratch } from "../client/runs/support/scratch.js";
import { connect } from "./support/grpc-service.js";
import { openSession } from "./support/session.js";

// grpc.health.v1.HealthCheckResponse.ServingStatus, as field 1.
const SERVING = Buffer.from([8, 1]);
const NOT_SERVING = Buffer.from([8, 2]);

async function host(config: Partial<ServerConfig> = {}) {
  const server = await startServer({ port: 0, workers: 0, ...config });
  const client = new Client(server.address, credentials.createInsecure());
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  const raw = (bytes: Buffer) => bytes;
  const request = (service: string) =>
    service === "" ? Buffer.alloc(0) : Buffer.from([10, service.length, ...Buffer.from(service)]);
  const check = (service: string) =>
    new Promise<Buffer>((resolve, reject) => {
      const done = (error: ServiceError | null, response?: Buffer) =>
        error ? reject(error) : resolve(response!);
      client.makeUnaryRequest("/grpc.health.v1.Health/Check", raw, raw, request(service), done);
    });
  const watch = (service: string) => {
    const call = client.makeServerStreamRequest("/grpc.health.v1.Health/Watch", raw, raw, request(service));
    call.on("error", () => {});
    return call[Symbol.asyncIterator]();
  };
  return { server, check, watch };
}

it("is told of each service, and is not serving while the server drains", async () => {
  const { server, check, watch } = await host({ drainSeconds: 1000 });
  const service = connect(server.address);
  const session = await openSession(service);
  for (const name of ["", "rmdp.v1.EnvironmentService"]) expect(await check(name)).toEqual(SERVING);
  await expect(check("pong.v1.Pong")).rejects.toMatchObject({ code: 5 });
  const watched = watch("rmdp.v1.EnvironmentService");
  expect((await watched.next()).value).toEqual(SERVING);
  const drained = server.drain();
  expect((await watched.next()).value).toEqual(NOT_SERVING);
  expect(await check("")).toEqual(NOT_SERVING);
  session.stream.end();
  await drained;
  service.close();
});

it("is told without a token", async () => {
  const tokenFile = join(await scratch(), "tokens");
  await writeFile(tokenFile, "0123456789abcdef");
  const { check } = await host({ tokenFile });
  expect(await check("")).toEqual(SERVING);
});
