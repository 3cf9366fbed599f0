// Frames of HTTP/2 that ask for nothing, in floods: a server goes on answering others.
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, it, onTestFinished } from "vitest";
import { startAttackedServer } from "./support/attacked-server.js";
import { FLOODS } from "./support/frames.js";

const FLOOD = new URL("./support/flood-main.js", import.meta.url);
const SECONDS = 2;

describe("a flood of", () => {
  it.each(Object.keys(FLOODS))("%s leaves others their answers", async (kind) => {
    const server = await startAttackedServer("--workers", "1", "--log-level", "error");
    onTestFinished(server.stop);
    const flood = new Worker(FLOOD, { workerData: { address: server.address, kind, seconds: SECONDS } });
    let over = false;
    const ended = once(flood, "exit").finally(() => {
      over = true;
    });
    while (!over) {
      await server.expectAlive();
      await sleep(20);
    }
    await ended;
    await server.expectAlive();
    expect(server.log()).toBe("");
  });
});
