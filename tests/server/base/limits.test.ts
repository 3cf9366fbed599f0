import { describe, expect, it } from "vitest";
import { grpcTransport } from "../../../client/index.js";
import { type InteractRequest, InteractResponse } from "../../../proto/index.js";
import { createLocalCatalog } from "../../../server/catalog/local-catalog.js";
import { builtinEnvironments, startServer } from "../../../server/index.js";
import { createInbox } from "../../../server/interaction/inbox.js";
import { createMessageMemory } from "../../../server/messages/message-memory.js";
import { largestStepReply } from "../../../server/operations/reply-size.js";
import { resolveSetup } from "../../../server/sessions/session-setup.js";
import { discreteActions, openSession, sessionRequest } from "../support/session.js";
import { openStream, outcome, rejection } from "../support/stream.js";
import { hostInProcess } from "../support/transports.js";

const messages = () => createMessageMemory({ maxMemoryBytes: 1e9 });

describe("leases", () => {
  const unknown = { reason: "UNKNOWN_SESSION", code: 5 };

  it("end sessions whose clients are silent, whether or not a stream is attached", async () => {
    const { service, close } = await hostInProcess();
    const alone = await service.createSession(sessionRequest({ leaseSeconds: 0.01 }));
    const attached = await openSession(service, { leaseSeconds: 0.01 });
    const error = await rejection(attached.stream.receive());
    expect(error).toMatchObject({ ...unknown, message: "the session's lease ran out" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await rejection(service.renewLease({ sessionId: alone.sessionId }))).toMatchObject(unknown);
    await close();
  });

  it("are granted as asked for, up to the limit", async () => {
    const { service, close } = await hostInProcess({ maxLease: 100 });
    const grant = async (leaseSeconds: number) =>
      (await service.createSession(sessionRequest({ leaseSeconds }))).leaseSeconds;
    expect([await grant(0), await grant(12.5), await grant(100)]).toEqual([100, 12.5, 100]);
    const { id } = await openSession(service, { leaseSeconds: 20 });
    expect(await service.renewLease({ sessionId: id })).toEqual({ leaseSeconds: 20 });
    await close();
  });
});

describe("sessions", () => {
  it("are no more than the limit at a time", async () => {
    const { service, close } = await hostInProcess({ maxSessions: 2 });
    expect((await service.getServerInfo({})).limits?.maxSessions).toBe(2);
    const attempts = await Promise.allSettled([1, 2, 3].map(() => openSession(service)));
    expect(attempts.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected"]);
    const error = await rejection(service.createSession(sessionRequest()));
    expect(error.reason).toBe("LIMIT");
    expect(error.message).toBe("sessions: expected at most 2 at a time, which this server already has");
    const [first] = attempts;
    if (first.status === "fulfilled") await first.value.close();
    await openSession(service);
    await close();
  });
});

describe("an inbox", () => {
  it("reads one request beyond the limit, and no more until responses are on their way", async () => {
    let read = 0;
    async function* requests(): AsyncGenerator<InteractRequest> {
      while (true) yield { sequence: ++read, action: undefined };
    }
    const inbox = createInbox(requests(), { maxRequestsInFlight: 3, maxBytesInFlight: 1e6 }, messages());
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    expect(read).toBe(4);
    const arrivals = [await inbox.next(), await inbox.next(), await inbox.next(), await inbox.next()];
    expect(arrivals.map((arrival) => arrival!.excess?.message)).toEqual([
      undefined,
      undefined,
      undefined,
      "requests in flight: expected at most 3 of them, got 4",
    ]);
    await turn();
    expect(read).toBe(4);
    inbox.answered();
    inbox.answered();
    await turn();
    expect(read).toBe(6);
    inbox.end();
    expect(await inbox.next()).toBeUndefined();
  });
});

describe("bytes in flight", () => {
  const restore = (sequence: number, bytes: number): InteractRequest => ({
    sequence,
    action: { $case: "restoreState", value: { states: [new Uint8Array(bytes)] } },
  });

  it("are limited too, but one request alone is always taken", async () => {
    let read = 0;
    async function* requests(): AsyncGenerator<InteractRequest> {
      for (const bytes of [150, 10, 10, 10]) yield restore(++read, bytes);
    }
    const inbox = createInbox(requests(), { maxRequestsInFlight: 9, maxBytesInFlight: 100 }, messages());
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    expect(read).toBe(2);
    expect((await inbox.next())!.excess).toBeUndefined();
    expect((await inbox.next())!.excess?.message).toBe(
      "bytes in flight: expected at most 100 of them, got 160",
    );
    inbox.answered();
    await turn();
    expect(read).toBe(4);
    expect((await inbox.next())!.excess).toBeUndefined();
  });

  it("beyond the limit fail a request, and the session goes on", async () => {
    const { service, close } = await hostInProcess({ maxBytesInFlight: 1024 });
    expect((await service.getServerInfo({})).limits?.maxBytesInFlight).toBe(1024);
    const { id, stream } = await openSession(service);
    stream.send(1, restore(1, 600).action);
    stream.send(2, restore(2, 600).action);
    const texts = [outcome(await stream.receive()), outcome(await stream.receive())];
    expect(texts[0]).toMatch(/^states: expected 3 of them, got 1/);
    expect(texts[1]).toBe("bytes in flight: expected at most 1024 of them, got 1200");
    await stream.request(1, { $case: "reset", value: { mask: undefined, seed: undefined } });
    await service.closeSession({ sessionId: id });
    await close();
  });
});

it("a message beyond the limit ends its call, and no session", async () => {
  const server = await startServer({ port: 0, workers: 0, maxMessageBytes: 2000 });
  const transport = grpcTransport(server.address);
  const large = {
    reason: "LIMIT",
    message: expect.stringMatching(/^message: expected at most 2000 bytes, got 3\d{3}$/),
  };
  expect((await transport.getServerInfo({})).limits?.maxMessageBytes).toBe(2000);
  expect(await rejection(transport.renewLease({ sessionId: "x".repeat(3000) }))).toMatchObject(large);
  const { id, stream } = await openSession(transport);
  stream.send(1, { $case: "restoreState", value: { states: [new Uint8Array(3000)] } });
  expect(await rejection(stream.receive())).toMatchObject(large);
  const again = openStream(transport);
  expect(await again.attach(id)).toBe(1);
  transport.close();
  await server.close();
});

it("every limit is advertised", async () => {
  const config = {
    maxSessions: 1,
    maxEnvironments: 2,
    maxAgents: 3,
    maxMessageBytes: 1024,
    maxRequestsInFlight: 5,
    maxBytesInFlight: 2048,
    maxLease: 7,
    maxRequestTime: 8,
    maxSessionsPerClient: 1,
    maxMemory: 2 ** 24,
    maxMemoryPerClient: 2 ** 23,
    maxPolicyBytes: 1024,
  };
  const { service, close } = await hostInProcess(config);
  const { maxLease, maxRequestTime, maxMemory, maxMemoryPerClient, ...others } = config;
  expect((await service.getServerInfo({})).limits).toEqual({
    ...others,
    maxLeaseSeconds: maxLease,
    maxRequestSeconds: maxRequestTime,
    maxMemoryBytes: maxMemory,
    maxClientMemoryBytes: maxMemoryPerClient,
  });
  await close();
});

it("reckons a step's largest reply at no less than it is", async () => {
  const { service, close } = await hostInProcess();
  const { limits } = await service.getServerInfo({});
  const fields = { numEnvironments: 40, infos: ["visited", "position"], options: { max_episode_steps: 1 } };
  const session = await openSession(service, fields);
  await session.reset();
  const value = await session.step(discreteActions(new Array(40).fill(0)));
  const catalog = createLocalCatalog(builtinEnvironments, limits!);
  const actual = InteractResponse.encode({ sequence: 2, result: { $case: "step", value } }).finish().length;
  const reckoned = largestStepReply(await resolveSetup(catalog, limits!, sessionRequest(fields), "me"));
  expect(value.finished?.environments?.shape).toEqual([40]);
  expect(reckoned).toBeGreaterThanOrEqual(actual);
  expect(reckoned).toBeLessThan(actual + 1000);
  await close();
});
