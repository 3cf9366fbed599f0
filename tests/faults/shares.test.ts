// Memory and sessions: a client that takes all it can leaves others what is theirs, and gives all of it back.
import { describe, expect, it, onTestFinished } from "vitest";
import { type ServerConfig, startServer } from "../../server/index.js";
import { eventually } from "../client/cli/support/processes.js";
import { connect } from "../server/support/grpc-service.js";
import { discreteActions, openSession, sessionRequest } from "../server/support/session.js";
import { rejection } from "../server/support/stream.js";

const MIB = 2 ** 20;

/** Of a humanoid, as it says itself; its rows and agents take more. */
const HUMANOID = 768 * 1024;

async function host(config: Partial<ServerConfig>) {
  const server = await startServer({ port: 0, workers: 1, ...config });
  onTestFinished(() => server.close());
  const newClient = () => {
    const service = connect(server.address);
    onTestFinished(() => service.close());
    return service;
  };
  return { server, newClient };
}

const humanoids = (numEnvironments: number) =>
  sessionRequest({ environmentId: "humanoid-direction", numEnvironments });

describe("memory", () => {
  it("is refused to a client that has its share, and to all when there is no more", async () => {
    const { server, newClient } = await host({ maxMemory: 100 * MIB, maxMemoryPerClient: 60 * MIB });
    const [one, other] = [newClient(), newClient()];
    const { sessionId } = await one.createSession(humanoids(70));
    expect(server.service.numBytes).toBeGreaterThan(70 * HUMANOID);
    expect(await rejection(one.createSession(humanoids(20)))).toMatchObject({
      reason: "LIMIT",
      message: expect.stringMatching(
        /^memory: expected at most 62914560 bytes for the environments of one client, got \d+$/,
      ),
    });
    expect(await rejection(other.createSession(humanoids(70)))).toMatchObject({
      reason: "LIMIT",
      message: expect.stringMatching(
        /^memory: expected at most 104857600 bytes for the environments of all clients, got \d+$/,
      ),
    });
    await other.createSession(humanoids(40));
    await one.closeSession({ sessionId });
    await one.createSession(humanoids(70));
  });

  it("of a thread is refused before WebAssembly has no more, and others go on", async () => {
    const { newClient } = await host({ maxMemory: 2 ** 36, maxSessionsPerClient: 64 });
    const [greedy, other] = [newClient(), newClient()];
    const session = await openSession(other, { environmentId: "humanoid-direction", numEnvironments: 2 });
    await session.reset();
    await greedy.createSession(humanoids(2300));
    expect(await rejection(greedy.createSession(humanoids(4096)))).toMatchObject({
      reason: "LIMIT",
      message: expect.stringMatching(
        /^num_environments: expected at most 1879048192 bytes of environments in a/,
      ),
    });
    await session.stream.request(session.next++, { $case: "render", value: { mask: undefined } });
    await session.save();
    await session.reset();
  });

  it("of agents counts: sixty-four sessions of many of them cost little to ask for", async () => {
    const { newClient } = await host({ maxMemory: 512 * MIB });
    const service = newClient();
    const agents = { kind: { $case: "sampled", value: { count: 10_000, seed: 0 } } } as const;
    const request = sessionRequest({ environmentId: "half-cheetah", numEnvironments: 200, agents });
    const outcomes = new Set<string>();
    for (let i = 0; i < 64; i++) {
      outcomes.add(
        await service.createSession(request).then(
          () => "OK",
          ({ message }) => message.replace(/\d+$/, "…"),
        ),
      );
    }
    expect(outcomes).toContain(
      "memory: expected at most 268435456 bytes for the environments of one client, got …",
    );
  });

  it("comes back when a session is closed, when its lease runs out and when its environments are lost", async () => {
    const { server, newClient } = await host({ maxMemory: 1024 * MIB });
    const service = newClient();
    for (let i = 0; i < 5; i++) await (await openSession(service)).close();
    await service.createSession(sessionRequest({ leaseSeconds: 0.05 }));
    await eventually(() => expect(server.service.numBytes).toBe(0));
    expect(server.service.numSessions).toBe(0);
  });

  it("is advertised, and measured", async () => {
    const { server, newClient } = await host({ maxMemory: 64 * MIB, metricsPort: 0 });
    const service = newClient();
    const { limits } = await service.getServerInfo({});
    expect(limits).toMatchObject({ maxMemoryBytes: 64 * MIB, maxClientMemoryBytes: 32 * MIB });
    await service.createSession(sessionRequest());
    const text = await (await fetch(`http://${server.metricsAddress}/metrics`)).text();
    expect(text).toContain(`caucus_environment_memory_bytes ${server.service.numBytes}\n`);
    expect(text).toContain(`caucus_environment_memory_limit_bytes ${64 * MIB}\n`);
  });
});

describe("sessions", () => {
  it("of one client leave room for others", async () => {
    const { newClient } = await host({ maxSessions: 5, maxSessionsPerClient: 3 });
    const [one, other] = [newClient(), newClient()];
    for (let i = 0; i < 3; i++) await one.createSession(sessionRequest());
    expect(await rejection(one.createSession(sessionRequest()))).toMatchObject({
      reason: "LIMIT",
      message: "sessions: expected at most 3 of one client at a time, which this one already has",
    });
    for (let i = 0; i < 2; i++) await other.createSession(sessionRequest());
    expect(await rejection(other.createSession(sessionRequest()))).toMatchObject({
      reason: "LIMIT",
      message: "sessions: expected at most 5 at a time, which this server already has",
    });
  });

  it("of one client are made, reset and stepped by turns with others'", async () => {
    const { newClient } = await host({ maxMemory: 2 ** 35 });
    const [greedy, other] = [newClient(), newClient()];
    const small = await openSession(other);
    await small.reset();
    const work = async () => {
      const sessions = await Promise.all(
        Array.from({ length: 4 }, () => openSession(greedy, humanoids(250))),
      );
      await Promise.all(sessions.map((session) => session.reset()));
    };
    let over = false;
    const working = work().finally(() => {
      over = true;
    });
    const waits: number[] = [];
    while (!over) {
      const start = performance.now();
      await small.step(discreteActions([0, 1, 2]));
      waits.push(performance.now() - start);
    }
    await working;
    // Each waits for a slice of another, not for a whole session.
    expect(waits.length).toBeGreaterThan(20);
  });
});

it("more threads than there is memory for are refused", async () => {
  await expect(startServer({ port: 0, workers: 1000, maxMemory: 2 ** 32 })).rejects.toThrow(
    "workers: expected at most 64, as a thread takes 67108864 bytes, and maxMemory is 4294967296, got 1000",
  );
});

it("threads are started when sessions need them", async () => {
  const threads: unknown[] = [];
  const notice = (worker: unknown) => threads.push(worker);
  process.on("worker", notice);
  onTestFinished(() => void process.off("worker", notice));
  const { newClient } = await host({ workers: 8 });
  // The catalog's.
  expect(threads.length).toBe(1);
  await newClient().createSession(sessionRequest({ numEnvironments: 2 }));
  expect(threads.length).toBe(3);
});
