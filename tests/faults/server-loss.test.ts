// A server that is gone and comes back, at any moment: the steps are those of one that never went.
import { beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../../server/index.js";
import { type ServerProcess, startServerProcess } from "../client/cli/support/program.js";
import { playAt } from "./support/play.js";

const STEPS = 200;

let reference: string[];
beforeAll(async () => {
  const server = await startServer({ port: 0, workers: 0 });
  reference = await playAt(server.address, STEPS);
  await server.close();
});

const again = (server: ServerProcess, flags?: string[]) =>
  startServerProcess(Number(server.address.split(":")[1]), flags);

describe("a server that is killed and started again", () => {
  it("between steps, once before the first and twice in a row later, loses nothing", async () => {
    let server = await startServerProcess();
    const digests = await playAt(server.address, STEPS, async (step, take) => {
      if ([0, 140, 141].includes(step)) {
        await server.kill();
        server = await again(server);
      }
      await take();
    });
    expect(digests).toEqual(reference);
  });

  it("while the client waits for it, loses nothing", async () => {
    let server = await startServerProcess();
    const digests = await playAt(server.address, STEPS, async (step, take) => {
      if (step !== 150) return take();
      const taken = take();
      await server.kill();
      server = await again(server);
      await taken;
    });
    expect(digests).toEqual(reference);
  });
});

it("a server that is stopped and started again loses nothing", async () => {
  const flags = ["--drain-seconds", "0.2"];
  let server = await startServerProcess(0, flags);
  const digests = await playAt(server.address, STEPS, async (step, take) => {
    if (step === 150) {
      await server.kill("SIGTERM");
      server = await again(server, flags);
    }
    await take();
  });
  expect(digests).toEqual(reference);
});

it("a lease that runs out under a client that does nothing for too long loses nothing", async () => {
  const { address } = await startServerProcess(0, ["--max-lease", "0.4"]);
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const digests = await playAt(address, STEPS, async (step, take) => {
    // Holds up everything in this process, the renewal of the lease too.
    if (step === 150) Atomics.wait(clock, 0, 0, 1500);
    await take();
  });
  expect(digests).toEqual(reference);
});
