import { expect, test } from "vitest";
import {
  configureEnv,
  createRegistry,
  createVectorBuffers,
  createVectorEnv,
  type Env,
  findDefinition,
  halfCheetah,
  resourceGathering,
  sliceVectorBuffers,
} from "../../envs/index.js";

const kind = configureEnv(resourceGathering);
const parameters = Float64Array.of(17, 22);

test("writes rows of arrays that others share", async () => {
  const shared = createVectorBuffers(kind.spec, 5, 2, SharedArrayBuffer);
  const create = (from: number, to: number) => {
    const buffers = sliceVectorBuffers(shared, 5, from, to);
    return createVectorEnv({ kind, numEnvs: to - from, parameters, seed: from, buffers });
  };
  const [first, rest] = [await create(0, 2), await create(2, 5)];
  first.reset();
  rest.reset();
  shared.actions.set([0, 1, 2, 3, 1]);
  first.step();
  rest.step();
  expect([...shared.terminated]).toEqual([0, 1, 0, 0, 1]);
  expect([...shared.rewards]).toEqual([0, 0, 0, 0.99, 0, 0, 0, 0, 0, 0.99].map(Math.fround));
  expect(shared.rewards.buffer).toBeInstanceOf(SharedArrayBuffer);
});

test("disposes what was made if one environment cannot be", async () => {
  let made = 0;
  let disposed = 0;
  const create = async (): Promise<Env> => {
    if (made === 3) throw new Error("out of memory");
    made++;
    return { ...(await kind.create()), dispose: () => void disposed++ };
  };
  const config = { kind: { ...kind, create }, numEnvs: 5, parameters, seed: 0 };
  await expect(createVectorEnv(config)).rejects.toThrow("out of memory");
  expect([made, disposed]).toEqual([3, 3]);
});

test("a registry finds its environments, and names them where it does not", () => {
  const registry = createRegistry([resourceGathering, halfCheetah]);
  expect(findDefinition(registry, "half-cheetah")).toBe(halfCheetah);
  const text = 'environment_id: expected one of resource-gathering, half-cheetah, got "ant"';
  expect(() => findDefinition(registry, "ant")).toThrow(text);
});
