import type { Worker } from "node:worker_threads";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createEnvironmentService } from "../../server/index.js";
import { countingEnvironment, registryOf } from "./support/environments.js";
import { discreteActions, openSession } from "./support/session.js";
import { openStream, rejection } from "./support/stream.js";
import { hostGrpc } from "./support/transports.js";

const fields = { environmentId: "counter", numEnvironments: 1 };

describe("an environment that breaks", () => {
  it("fails its session, which is lost, and no other", async () => {
    const { service, close } = await hostGrpc({
      registry: registryOf(countingEnvironment({ step: 3 })),
      maxSessions: 2,
    });
    const [broken, whole] = [await openSession(service, fields), await openSession(service, fields)];
    await broken.reset();
    await whole.reset();
    for (let i = 0; i < 2; i++) await broken.step(discreteActions([0]));
    const error = await rejection(broken.step(discreteActions([0])));
    expect(error).toMatchObject({ reason: "ENVIRONMENT_FAILED", code: 13 });
    expect(error.message).toBe('env "counter" broke, its session is lost: step 3 broke');
    expect((await rejection(broken.reset())).reason).toBe("ENVIRONMENT_FAILED");
    expect((await rejection(openStream(service).attach(broken.id))).reason).toBe("ENVIRONMENT_FAILED");
    await whole.step(discreteActions([0]));
    await (await openSession(service, fields)).close();
    await close();
  });

  it("does so at a reset too", async () => {
    const { service, close } = await hostGrpc({ registry: registryOf(countingEnvironment({ reset: 1 })) });
    const session = await openSession(service, fields);
    expect((await rejection(session.reset())).message).toContain("reset 1 broke");
    await close();
  });

  it.each([0, 1, 2])("goes on if it refuses a state, with %i workers", async (workers) => {
    const { service, close } = await hostGrpc({ workers });
    const session = await openSession(service);
    await session.reset();
    const before = await session.save();
    const states = before.map((state, j) => {
      if (j < 2) return state;
      // Its header is right and its environment missing, which no state of ours is.
      const short = Uint8Array.from(state.subarray(0, state.length - 31));
      new DataView(short.buffer).setUint32(0, crc32(short.subarray(4)), true);
      return short;
    });
    const error = await rejection(session.restore(states));
    expect(error.reason).toBe("INVALID_VALUE");
    session.next--;
    expect(await session.save()).toEqual(before);
    await session.step(discreteActions([0, 0, 0]));
    await close();
  });
});

describe("a worker thread that dies", () => {
  it("fails its sessions, and is replaced", async () => {
    const threads: Worker[] = [];
    const notice = (worker: Worker) => threads.push(worker);
    process.on("worker", notice);
    const { service, close } = await hostGrpc({ workers: 1 });
    const [one, two] = [await openSession(service), await openSession(service)];
    process.off("worker", notice);
    await one.reset();
    await two.reset();
    const lost = rejection(one.step(discreteActions([0, 0, 0])));
    // The first is the catalog's.
    await threads[1].terminate();
    await lost.catch(() => {});
    for (const session of [one, two]) {
      const error = await rejection(session.step(discreteActions([1, 1, 1])));
      expect(error.reason).toBe("ENVIRONMENT_FAILED");
      expect(error.message).toContain("worker thread exited");
    }
    const fresh = await openSession(service);
    await fresh.reset();
    await close();
  });
});

it("steps environments of one's own in the service's thread only", () => {
  const registry = registryOf(countingEnvironment());
  expect(() => createEnvironmentService({ workers: 1, registry })).toThrow(
    "workers: expected 0 with a registry of one's own and no modules, got 1",
  );
});
