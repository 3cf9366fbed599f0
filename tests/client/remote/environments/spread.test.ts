import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openEnvironments, shares } from "../../../../client/remote/environments/spread.js";
import { inProcessTransport } from "../../../../client/remote/transport/in-process.js";
import { createEnvironmentService } from "../../../../server/index.js";

describe("shares", () => {
  it.each([
    [6, [1, 2], [2, 4]],
    [5, [1, 1], [3, 2]],
    [1, [1, 1, 1], [0, 1, 0]],
    [7, [4], [7]],
    [2, [1, 0, 1], [1, 0, 1]],
  ])("of %i in proportion to %j are %j", (total, weights, expected) => {
    expect(shares(total, weights)).toEqual(expected);
  });

  it("are whole, add up, and are less than one away from the proportion", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(1000), weights, (total, parts) => {
        const sum = parts.reduce((a, b) => a + b, 0);
        const given = shares(total, parts);
        expect(given.reduce((a, b) => a + b, 0)).toBe(total);
        given.forEach((share, i) => {
          expect(Number.isInteger(share) && share >= 0).toBe(true);
          expect(Math.abs(share - (total * parts[i]) / sum)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

/** Environments of Resource Gathering on so many services in this process. */
async function open(numServices: number) {
  const services = Array.from({ length: numServices }, () => createEnvironmentService({ workers: 0 }));
  const environments = await openEnvironments(services.map(inProcessTransport), {
    environmentId: "resource-gathering",
    options: {},
    numEnvs: 5,
    seed: 3,
    numAgents: 25,
    agentsSeed: 0,
    infos: ["position", "visited"],
  });
  const close = async () => {
    await environments.close();
    await Promise.all(services.map((service) => service.close()));
  };
  return { environments, close };
}

it("agents are those of a list", async () => {
  const service = createEnvironmentService({ workers: 0 });
  const environments = await openEnvironments([inProcessTransport(service)], {
    environmentId: "resource-gathering",
    options: {},
    numEnvs: 1,
    seed: 0,
    numAgents: 3,
    agentsSeed: 0,
    agentParameters: Float64Array.of(17, 3, 17),
    infos: [],
  });
  expect(environments.spec.numAgents).toBe(3);
  expect([...environments.agentParameters]).toEqual([17, 3, 17]);
  await environments.reset();
  // Up and home again, over tile 17: (100 − 2)/100.
  await environments.step(Int32Array.of(0));
  const { rewards } = await environments.step(Int32Array.of(1));
  expect([...rewards]).toEqual([0.98, 0, 0.98].map(Math.fround));
  await environments.close();
  await service.close();
});

describe("environments on three services", () => {
  it("give what they give on one", async () => {
    const [one, three] = [await open(1), await open(3)];
    expect(await three.environments.reset()).toEqual(await one.environments.reset());
    for (let t = 0; t < 45; t++) {
      const actions = Int32Array.from({ length: 5 }, (_, j) => (t * t + j) % 4);
      const expected = await one.environments.step(actions);
      expect(await three.environments.step(actions)).toEqual({ ...expected, seconds: expect.any(Number) });
    }
    const states = await one.environments.saveStates();
    expect(await three.environments.restoreStates(states)).toEqual(
      await one.environments.restoreStates(states),
    );
    await one.close();
    await three.close();
  });
});
