// Whatever happens to a connection, and whenever: the steps are those of a run without it, each of them once.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "../../server/index.js";
import { type FaultProxy, startFaultProxy } from "./support/fault-proxy.js";
import { type Disturbance, playAt } from "./support/play.js";

const STEPS = 30;
const FAULTY_STEP = 12;

let server: RunningServer;
let proxy: FaultProxy;
let reference: string[];
beforeAll(async () => {
  server = await startServer({ port: 0, workers: 1 });
  proxy = await startFaultProxy(server.address);
  reference = await playAt(server.address, STEPS);
});
afterAll(async () => {
  await proxy.close();
  await server.close();
});

/** What breaks a connection. */
const BREAKS: Record<string, (proxy: FaultProxy) => void> = {
  "a reset": (through) => through.cut("reset"),
  "an orderly end": (through) => through.cut("end"),
  "a half-close towards the server": (through) => through.halfClose("up"),
  "a half-close towards the client": (through) => through.halfClose("down"),
};

/** When it does. */
const MOMENTS: Record<string, (act: () => void, take: () => Promise<void>) => Promise<void>> = {
  async "before a step"(act, take) {
    act();
    await take();
  },
  async "long before a step"(act, take) {
    act();
    await sleep(50);
    await take();
  },
  async "before the server has any of the request"(act, take) {
    proxy.after("up", 0, act);
    await take();
  },
  async "when the server has a part of the request"(act, take) {
    proxy.after("up", 20, act);
    await take();
  },
  async "when the step is done, before the client has any of the response"(act, take) {
    proxy.after("down", 0, act);
    await take();
  },
  async "when the client has a part of the response"(act, take) {
    proxy.after("down", 40, act);
    await take();
  },
  async "after a step"(act, take) {
    await take();
    act();
  },
};

const once =
  (moment: (typeof MOMENTS)[string], act: () => void): Disturbance =>
  (step, take) =>
    step === FAULTY_STEP ? moment(act, take) : take();

describe.each(Object.keys(BREAKS))("%s", (fault) => {
  it.each(Object.keys(MOMENTS))("%s loses nothing", async (moment) => {
    const before = proxy.accepted;
    const digests = await playAt(
      proxy.address,
      STEPS,
      once(MOMENTS[moment], () => BREAKS[fault](proxy)),
    );
    expect(digests).toEqual(reference);
    expect(proxy.accepted).toBeGreaterThanOrEqual(before + 2);
  });
});

describe("a connection that cannot be had back at once", () => {
  it("is waited for", async () => {
    const digests = await playAt(proxy.address, STEPS, async (step, take) => {
      if (step === FAULTY_STEP) {
        proxy.accept(false);
        proxy.cut("reset");
        setTimeout(() => proxy.accept(true), 400);
      }
      await take();
    });
    expect(digests).toEqual(reference);
  });

  it("and breaks again each time it is there loses nothing", async () => {
    const before = proxy.accepted;
    let breaks = 0;
    const breakAgain = () => {
      proxy.cut("reset");
      if (++breaks < 3) proxy.after("down", 60, breakAgain);
    };
    const digests = await playAt(proxy.address, STEPS, async (step, take) => {
      if (step === FAULTY_STEP) proxy.after("down", 0, breakAgain);
      await take();
    });
    expect(digests).toEqual(reference);
    expect(breaks).toBe(3);
    expect(proxy.accepted).toBeGreaterThanOrEqual(before + 4);
  });
});

describe("a slow connection", () => {
  it.each(["up", "down"] as const)("%s, late by 20 ms, changes nothing", async (direction) => {
    proxy.delay(direction, 20);
    expect(await playAt(proxy.address, STEPS)).toEqual(reference);
    proxy.delay(direction, 0);
  });

  it.each(["up", "down"] as const)("%s, a piece at a time, changes nothing", async (direction) => {
    proxy.throttle(direction, 50_000);
    expect(await playAt(proxy.address, STEPS)).toEqual(reference);
    proxy.throttle(direction, Number.POSITIVE_INFINITY);
  });
});
