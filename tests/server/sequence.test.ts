import { once } from "node:events";
import { describe, expect, it } from "vitest";
import type { EnvironmentService, InteractRequest, InteractResponse } from "../../proto/index.js";
import { SERVICE_FIELDS } from "../../server/base/config.js";
import { createLimits } from "../../server/base/limits.js";
import { createLocalCatalog } from "../../server/catalog/local-catalog.js";
import { builtinEnvironments, startServer } from "../../server/index.js";
import { interact } from "../../server/interaction/interact.js";
import { createMessageMemory } from "../../server/messages/message-memory.js";
import { silentStepMeter } from "../../server/metrics/meter.js";
import { resolveSetup } from "../../server/sessions/session-setup.js";
import { createSessionTable } from "../../server/sessions/session-table.js";
import { resolveConfig } from "../../serving/base/config.js";
import { silentLog } from "../../serving/base/log.js";
import { createGatedHost } from "./support/gate.js";
import { connect } from "./support/grpc-service.js";
import { discreteActions, openSession, sessionRequest, timeless } from "./support/session.js";
import { type ActionOf, openStream, outcome, rejection, resultOf } from "./support/stream.js";
import { hostGrpc, hostInProcess } from "./support/transports.js";

const reset: ActionOf<"reset"> = { $case: "reset", value: { mask: undefined, seed: undefined } };
const step = (...actions: number[]): ActionOf<"step"> => ({
  $case: "step",
  value: { actions: discreteActions(actions) },
});

describe.each([
  ["in process", hostInProcess],
  ["over gRPC", hostGrpc],
])("sequence numbers, %s", (_, host) => {
  it("repeats the kept response and steps once", async () => {
    const { service, close } = await host();
    const session = await openSession(service);
    await session.reset();
    const first = await session.stream.request(2, step(0, 0, 0));
    const again = await session.stream.request(2, step(0, 0, 0));
    expect(again).toEqual(first);
    const next = await session.stream.request(3, step(1, 1, 1));
    expect(next).not.toEqual(first);
    await close();
  });

  it("repeats it on a new stream, after the old one was lost", async () => {
    const { service, close } = await host({ workers: 1 });
    const session = await openSession(service);
    const twin = await openSession(service);
    await session.reset();
    await twin.reset();
    session.stream.send(2, step(0, 0, 0));
    session.stream.end();
    const stream = openStream(service);
    const next = await stream.attach(session.id);
    expect([2, 3]).toContain(next);
    const response = await stream.request(2, step(0, 0, 0));
    expect(timeless(response)).toEqual(timeless(await twin.step(discreteActions([0, 0, 0]))));
    const after = await stream.request(3, step(1, 1, 1));
    expect(timeless(after)).toEqual(timeless(await twin.step(discreteActions([1, 1, 1]))));
    await close();
  });

  it("refuses a number used with other contents", async () => {
    const { service, close } = await host();
    const session = await openSession(service);
    await session.reset();
    await session.step(discreteActions([0, 0, 0]));
    const error = await rejection(session.stream.request(2, step(0, 0, 1)));
    expect(error.reason).toBe("SEQUENCE_REUSED");
    expect(error.message).toBe("sequence: 2 was already used by a request with other contents; next is 3");
    await session.stream.request(3, step(0, 0, 1));
    await close();
  });

  it("refuses numbers that are neither next nor kept", async () => {
    const { service, close } = await host({ maxRequestsInFlight: 2 });
    const session = await openSession(service);
    const early = await rejection(session.stream.request(2, reset));
    expect(early.reason).toBe("SEQUENCE");
    expect(early.message).toBe("sequence: expected 1, got 2");
    await session.reset();
    for (let i = 0; i < 3; i++) await session.step(discreteActions([0, 0, 0]));
    const late = await rejection(session.stream.request(2, step(0, 0, 0)));
    expect(late.message).toBe("sequence: expected 5 or, to repeat a request, 3 to 4, got 2");
    await session.stream.request(3, step(0, 0, 0));
    await close();
  });

  it("leaves the session and the number as they were when a request fails, and those behind it fail", async () => {
    const { service, close } = await host();
    const session = await openSession(service);
    const twin = await openSession(service);
    await session.reset();
    await twin.reset();
    const { stream } = session;
    stream.send(2, step(0, 0, 4));
    stream.send(3, step(1, 1, 1));
    expect([outcome(await stream.receive()), outcome(await stream.receive())]).toEqual([
      'actions: expected integers from 0 to 3, got 4 at [2] (env "resource-gathering")',
      "sequence: expected 2 or, to repeat a request, 1 to 1, got 3",
    ]);
    const right = await stream.request(2, step(0, 0, 3));
    expect(timeless(right)).toEqual(timeless(await twin.step(discreteActions([0, 0, 3]))));
    await close();
  });

  it("answers pipelined requests in order", async () => {
    const { service, close } = await host({ workers: 1 });
    const session = await openSession(service);
    session.stream.send(1, reset);
    for (let i = 2; i <= 8; i++) session.stream.send(i, step(0, 1, 2));
    for (let i = 1; i <= 8; i++) {
      const response = await session.stream.receive();
      expect(response!.sequence).toBe(i);
      resultOf(response!);
    }
    await close();
  });

  it("ends the older stream when a newer one attaches", async () => {
    const { service, close } = await host();
    const session = await openSession(service);
    const newer = openStream(service);
    expect(await newer.attach(session.id)).toBe(1);
    const error = await rejection(session.stream.receive());
    expect(error).toMatchObject({ reason: "ATTACHED_ELSEWHERE", code: 10 });
    await newer.request(1, reset);
    await close();
  });
});

it("lets a client whose call broke off go on where it was", async () => {
  const server = await startServer({ port: 0, workers: 1 });
  const service = connect(server.address);
  const { sessionId } = await service.createSession(sessionRequest());
  const call = service.client.interact();
  call.on("error", () => {});
  call.write({ sequence: 0, action: { $case: "attach", value: { sessionId } } });
  await once(call, "data");
  call.write({ sequence: 1, action: reset });
  await once(call, "data");
  call.write({ sequence: 2, action: step(0, 0, 0) });
  call.cancel();
  const stream = openStream(service);
  const next = await stream.attach(sessionId);
  expect([2, 3]).toContain(next);
  await stream.request(2, step(0, 0, 0));
  await stream.request(3, step(0, 0, 0));
  expect((await stream.request(4, { $case: "saveState", value: {} })).states).toHaveLength(3);
  service.close();
  await server.close();
});

/** A session whose steps wait at a gate. */
async function gatedSession() {
  const host = createGatedHost();
  const limits = createLimits(resolveConfig(SERVICE_FIELDS, { maxRequestsInFlight: 2 }));
  const messages = createMessageMemory(limits);
  const parts = { limits, messages, log: silentLog, meter: silentStepMeter };
  const table = createSessionTable({ host, ...parts });
  const catalog = createLocalCatalog(builtinEnvironments, limits);
  const { id } = await table.create(await resolveSetup(catalog, limits, sessionRequest(), "me"), "me");
  const sessions = { find: (id: string) => table.find(id, "me") };
  const service = {
    interact: (requests: AsyncIterable<InteractRequest>): AsyncIterable<InteractResponse> =>
      interact(requests, { sessions, ...parts }),
  } as EnvironmentService;
  const stream = openStream(service);
  await stream.attach(id);
  await stream.request(1, reset);
  return { host, id, service, stream };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("while a step is carried out", () => {
  it("lets a client that reattaches wait for its response, and does not step again", async () => {
    const { host, id, service, stream } = await gatedSession();
    stream.send(2, step(0, 0, 0));
    const lost = stream.receive();
    await turn();
    expect(host.begun).toBe(1);
    const newer = openStream(service);
    const attached = newer.attach(id);
    // The older stream ends at once.
    await expect(lost).rejects.toMatchObject({ reason: "ATTACHED_ELSEWHERE" });
    host.open();
    expect(await attached).toBe(3);
    const repeated = await newer.request(2, step(0, 0, 0));
    expect(repeated).toMatchObject({ seconds: expect.any(Number) });
    expect(host.begun).toBe(1);
  });

  it("refuses requests beyond the limit, in order, and goes on", async () => {
    const { host, stream } = await gatedSession();
    for (let i = 2; i <= 5; i++) stream.send(i, step(0, 0, 0));
    await turn();
    host.open();
    const outcomes: string[] = [];
    for (let i = 2; i <= 5; i++) outcomes.push(outcome(await stream.receive()));
    expect(outcomes).toEqual([
      "step",
      "step",
      "requests in flight: expected at most 2 of them, got 3",
      "requests in flight: expected at most 2 of them, got 3",
    ]);
    await stream.request(4, step(0, 0, 0));
  });
});
