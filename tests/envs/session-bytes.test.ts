// What memory a session takes.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configureEnv, createVectorBuffers, createVectorEnv, sessionBytes } from "../../envs/index.js";
import { builtinEnvironments } from "../../server/index.js";

describe.each([...builtinEnvironments.values()])("$id", (definition) => {
  it("takes its arrays, its agents' parameters and its environments", () => {
    const counts = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(counts, counts, fc.constantFrom(0, 1000, undefined), (numEnvs, numAgents, bytes) => {
        const kind = { ...configureEnv(definition), bytesPerEnvironment: bytes };
        const buffers = createVectorBuffers(kind.spec, numEnvs, numAgents);
        const arrays = Object.values(buffers).reduce((sum, { byteLength }) => sum + byteLength, 0);
        const returns = new Float64Array(numEnvs * numAgents).byteLength;
        const parameters = new Float64Array(numAgents * kind.spec.agentParameters.length).byteLength;
        const environments = numEnvs * (bytes ?? 65536);
        expect(sessionBytes(kind, numEnvs, numAgents)).toBe(arrays + returns + parameters + environments);
      }),
      { numRuns: 20 },
    );
  });

  it("says what one environment takes", () => {
    expect(configureEnv(definition).bytesPerEnvironment).toBeGreaterThan(0);
  });
});

it("counts a population of which there is too much as what it is, without making it", () => {
  const kind = configureEnv(builtinEnvironments.get("half-cheetah")!);
  expect(sessionBytes(kind, 4096, 1_000_000)).toBeGreaterThan(4096 * 1_000_000 * 16);
});

/** Bytes that JavaScript keeps, without garbage. */
function keptBytes(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

it("a walk over the map takes no more than it says", async () => {
  const kind = configureEnv(builtinEnvironments.get("resource-gathering")!);
  const numEnvs = 4096;
  const create = async (numEnvs: number) => {
    const env = await createVectorEnv({ kind, numEnvs, seed: 0, parameters: Float64Array.of(22) });
    env.reset();
    env.step(new Int32Array(numEnvs));
    return env;
  };
  await create(1); // what is compiled stays
  const before = keptBytes();
  const env = await create(numEnvs);
  const kept = keptBytes() - before;
  expect(env.numEnvs).toBe(numEnvs);
  const declared = sessionBytes(kind, numEnvs, 1);
  expect(kept).toBeLessThanOrEqual(declared);
  expect(kept).toBeGreaterThan(0.25 * declared);
});
