import { describe, expect, it } from "vitest";
import { type InteractRequest, InteractResponse } from "../../proto/index.js";
import { builtinEnvironments } from "../../server/index.js";
import { createInbox } from "../../server/interaction/inbox.js";
import { largestStepReply } from "../../server/interaction/reply-size.js";
import { resolveSetup } from "../../server/sessions/session-setup.js";
import { discreteActions, openSession, sessionRequest } from "./support/session.js";
import { rejection } from "./support/stream.js";
import { hostInProcess } from "./support/transports.js";

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
    const inbox = createInbox(requests(), 3);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    expect(read).toBe(4);
    const arrivals = [await inbox.next(), await inbox.next(), await inbox.next(), await inbox.next()];
    expect(arrivals.map((arrival) => arrival!.excess)).toEqual([false, false, false, true]);
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

it("reckons a step's largest reply at no less than it is", async () => {
  const { service, close } = await hostInProcess();
  const { limits } = await service.getServerInfo({});
  const fields = { numEnvironments: 40, infos: ["visited", "position"], options: { max_episode_steps: 1 } };
  const session = await openSession(service, fields);
  await session.reset();
  const value = await session.step(discreteActions(new Array(40).fill(0)));
  const actual = InteractResponse.encode({ sequence: 2, result: { $case: "step", value } }).finish().length;
  const reckoned = largestStepReply(resolveSetup(builtinEnvironments, limits!, sessionRequest(fields)));
  expect(value.finished?.environments?.shape).toEqual([40]);
  expect(reckoned).toBeGreaterThanOrEqual(actual);
  expect(reckoned).toBeLessThan(actual + 1000);
  await close();
});
