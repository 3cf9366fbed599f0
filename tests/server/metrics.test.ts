import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { get as getHttps } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type ServerConfig, type ServiceParts, startServer } from "../../server/index.js";
import { scratch } from "../client/runs/support/scratch.js";
import { createAuthority } from "../support/certificates.js";
import { countingEnvironment, registryOf } from "./support/environments.js";
import { connect } from "./support/grpc-service.js";
import { discreteActions, openSession, sessionRequest } from "./support/session.js";
import { rejection } from "./support/stream.js";

async function host(config: Partial<ServerConfig> & ServiceParts) {
  const server = await startServer({ port: 0, metricsPort: 0, workers: 0, ...config });
  const service = connect(server.address);
  onTestFinished(async () => {
    service.close();
    await server.close();
  });
  return { service, url: `http://${server.metricsAddress}/metrics` };
}

/** name{labels} → value */
async function read(url: string): Promise<Record<string, number>> {
  const text = await (await fetch(url)).text();
  const lines = text.split("\n").filter((line) => line.startsWith("caucus_"));
  return Object.fromEntries(
    lines.map((line) => line.split(" ")).map(([name, value]) => [name, Number(value)]),
  );
}

it("counts sessions, steps, bytes and errors", async () => {
  const registry = registryOf(countingEnvironment({ step: 3 }));
  const { service, url } = await host({ registry });
  const fields = { environmentId: "counter", numEnvironments: 3 };
  const broken = await openSession(service, fields);
  const whole = await openSession(service, fields);
  await broken.reset();
  const actions = discreteActions([0, 0, 0]);
  await broken.step(actions);
  await broken.step(actions);
  const before = await read(url);
  expect(before).toMatchObject({
    caucus_sessions: 2,
    caucus_environment_steps_total: 6,
    caucus_step_seconds_count: 2,
    'caucus_step_seconds_bucket{le="+Inf"}': 2,
  });
  expect(before['caucus_errors_total{reason="LIMIT"}']).toBeUndefined();

  await rejection(broken.step(actions));
  await rejection(service.createSession(sessionRequest({ ...fields, numEnvironments: 1e6 })));
  await rejection(whole.step(actions));
  const after = await read(url);
  expect(after).toMatchObject({
    caucus_sessions: 1,
    caucus_environment_steps_total: 6,
    'caucus_errors_total{reason="LIMIT"}': 1,
    'caucus_errors_total{reason="NOT_RESET"}': 1,
    'caucus_errors_total{reason="ENVIRONMENT_FAILED"}': 1,
  });
  expect(after.caucus_received_bytes_total).toBeGreaterThan(before.caucus_received_bytes_total);
  expect(after.caucus_sent_bytes_total).toBeGreaterThan(before.caucus_sent_bytes_total);
});

it("counts the bytes of messages", async () => {
  const { service, url } = await host({});
  const before = await read(url);
  await rejection(service.renewLease({ sessionId: "x".repeat(998) }));
  await service.getServerInfo({});
  const after = await read(url);
  // A tag, a length of two bytes, and the text; and an empty message.
  expect(after.caucus_received_bytes_total - before.caucus_received_bytes_total).toBe(1001);
});

describe("the metrics' port", () => {
  it("is not there unless asked for", async () => {
    const server = await startServer({ port: 0, workers: 0 });
    expect(server.metricsAddress).toBeUndefined();
    await server.close();
  });

  it("has nothing else", async () => {
    const { url } = await host({});
    const answer = await fetch(url.replace("metrics", "sessions"));
    expect([answer.status, await answer.text()]).toEqual([404, "expected GET /metrics\n"]);
  });

  it("in use is said to be", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as AddressInfo;
    await expect(startServer({ port: 0, workers: 0, metricsPort: port })).rejects.toThrow(
      `metricsPort: expected a free one on 127.0.0.1, got ${port} (listen EADDRINUSE`,
    );
  });

  it("asks for the server's tokens, and counts requests without one", async () => {
    const tokenFile = join(await scratch(), "tokens");
    await writeFile(tokenFile, "0123456789abcdef");
    const { service, url } = await host({ tokenFile });
    await rejection(service.getServerInfo({}));
    const refused = await fetch(url);
    expect(refused.status).toBe(401);
    expect(await refused.text()).toMatch(/^authorization: expected "Bearer TOKEN" .*, got none\n$/);
    const answer = await fetch(url, { headers: { authorization: "Bearer 0123456789abcdef" } });
    expect(await answer.text()).toContain('caucus_errors_total{reason="UNAUTHENTICATED"} 1');
  });

  it("speaks the server's TLS", async () => {
    const authority = await createAuthority();
    const { cert, key } = await authority.issue("server");
    const { url } = await host({ tlsCert: cert, tlsKey: key });
    const status = await new Promise((resolve, reject) => {
      const options = { ca: readFileSync(authority.ca) };
      getHttps(url.replace("http:", "https:"), options, (response) =>
        resolve(response.resume().statusCode),
      ).on("error", reject);
    });
    expect(status).toBe(200);
  });
});
