// A connection that carries nothing and does not end: only keepalive notices.
import { expect, it, vi } from "vitest";
import { startServer } from "../../server/index.js";
import { startFaultProxy } from "./support/fault-proxy.js";
import { startObservedServer } from "./support/observed-server.js";
import { playAt } from "./support/play.js";

const STEPS = 20;

it.each(["before", "while"])(
  "a client notices %s it steps, and goes on on another connection",
  async (moment) => {
    const server = await startServer({ port: 0, workers: 1 });
    const proxy = await startFaultProxy(server.address);
    const digests = await playAt(proxy.address, STEPS, async (step, take) => {
      if (step === 10 && moment === "before") proxy.strand();
      if (step === 10 && moment === "while") proxy.after("down", 0, () => proxy.strand());
      await take();
    });
    expect(digests).toEqual(await playAt(server.address, STEPS));
    expect(proxy.accepted).toBe(2);
    await proxy.close();
    await server.close();
  },
);

it("a server notices that clients are gone, and keeps no connection of theirs", async () => {
  const server = await startObservedServer({ workers: 1 });
  await playAt(server.address, STEPS);
  const { files } = await server.measure();
  const proxy = await startFaultProxy(server.address);
  for (let i = 0; i < 5; i++) {
    await playAt(proxy.address, STEPS, async (step, take) => {
      await take();
      if (step === STEPS - 1) proxy.strand();
    });
  }
  const gone = async () => expect((await server.measure()).files).toBeLessThanOrEqual(files);
  await vi.waitFor(gone, { timeout: 120_000, interval: 500 });
  await proxy.close();
  await server.close();
});
