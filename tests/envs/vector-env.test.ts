import { expect, test } from "vitest";
import {
  configureEnv,
  createRegistry,
  createRng,
  createVectorBuffers,
  createVectorEnv,
  type Env,
  type EnvKind,
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

test("others have their turn before each environment is made, and can call the rest off", async () => {
  const events: string[] = [];
  const create = async (): Promise<Env> => {
    events.push("made");
    return { ...(await kind.create()), dispose: () => void events.push("disposed") };
  };
  const pause = async () => {
    events.push("pause");
    if (events.length > 4) throw new Error("called off");
  };
  const config = { kind: { ...kind, create }, parameters, seed: 0, pause };
  const two = await createVectorEnv({ ...config, numEnvs: 2 });
  expect(events).toEqual(["pause", "made", "pause", "made"]);
  two.dispose();
  events.length = 0;
  await expect(createVectorEnv({ ...config, numEnvs: 5 })).rejects.toThrow("called off");
  expect(events).toEqual(["pause", "made", "pause", "made", "pause", "disposed", "disposed"]);
});

test.each(["same-step", "next-step"] as const)(
  "rows in turn give the bits of all at once (%s)",
  async (autoreset) => {
    const cheetahs = configureEnv(halfCheetah, { max_episode_steps: 3 });
    const create = () =>
      createVectorEnv({ kind: cheetahs, numEnvs: 5, parameters: Float64Array.of(1, 2), seed: 3, autoreset });
    const [whole, parts] = [await create(), await create()];
    const ranges = [
      [3, 5],
      [0, 1],
      [1, 1],
      [1, 3],
    ] as const;
    const rng = createRng(0);
    const compare = () => {
      expect(parts.buffers).toEqual(whole.buffers);
      for (let j = 0; j < 5; j++) expect(parts.save(j)).toEqual(whole.save(j));
    };
    for (const [mask, seed] of [
      [undefined, undefined],
      [[1, 0, 0, 1, 1], 8],
      [[0, 1, 0, 0, 1], undefined],
    ] as const) {
      whole.reset(mask, seed);
      for (const [from, to] of ranges) parts.resetRows(from, to, mask, seed);
      compare();
      for (let t = 0; t < 8; t++) {
        whole.step(Float32Array.from({ length: 30 }, () => rng.normal()));
        parts.buffers.actions.set(whole.buffers.actions);
        for (const [from, to] of ranges) parts.stepRows(from, to);
        compare();
      }
    }
    whole.dispose();
    parts.dispose();
  },
);

test("a registry finds its environments, and names them where it does not", () => {
  const registry = createRegistry([resourceGathering, halfCheetah]);
  expect(findDefinition(registry, "half-cheetah")).toBe(halfCheetah);
  const text = 'environment_id: expected one of resource-gathering, half-cheetah, got "ant"';
  expect(() => findDefinition(registry, "ant")).toThrow(text);
});

test("an environment may end an episode in a state that is not terminal", async () => {
  let steps = 0;
  const kind: EnvKind = {
    ...configureEnv(resourceGathering),
    create: async () => ({
      ...(await configureEnv(resourceGathering).create()),
      step: () => ++steps === 4,
      truncated: () => steps === 3,
    }),
  };
  const env = await createVectorEnv({ kind, numEnvs: 1, parameters: Float64Array.of(3), seed: 0 });
  env.reset();
  const ends = Array.from({ length: 4 }, () => {
    const { terminated, truncated, episodeLengths } = env.step([0]);
    return [terminated[0], truncated[0], episodeLengths[0]];
  });
  expect(ends).toEqual([
    [0, 0, 0],
    [0, 0, 0],
    [0, 1, 3],
    [1, 0, 1],
  ]);
  env.dispose();
});
