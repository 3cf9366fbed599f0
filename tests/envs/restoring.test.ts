// A state is restored whole, or nothing of it is.
import { expect, onTestFinished, test } from "vitest";
import {
  ant,
  configureEnv,
  createVectorEnv,
  type Env,
  type EnvDefinition,
  hopper,
  humanoidDirection,
  InvalidValueError,
  resolveAgents,
  resourceGathering,
} from "../../envs/index.js";
import { restoreEnv } from "../../envs/restoring.js";

/** An environment of two numbers, 1 and 2, whose `restore` does as it is told. */
function pair(restore: (state: Uint8Array, own: Uint8Array) => void): Env {
  const own = Uint8Array.of(1, 2);
  return {
    reset() {},
    step: () => false,
    observe() {},
    features() {},
    infos() {},
    save: () => own.slice(),
    restore: (state) => restore(state, own),
    dispose() {},
  };
}

const HALF_WAY = (state: Uint8Array, own: Uint8Array) => {
  own[0] = state[0];
  if (state[1] > 9) throw new RangeError(`${state[1]} is too much`);
  own[1] = state[1];
};

test.each([
  { what: "throws half way", restore: HALF_WAY, got: "one it breaks at: RangeError: 10 is too much" },
  {
    what: "takes what it pleases of other lengths",
    restore: (state: Uint8Array, own: Uint8Array) => own.set(state.subarray(0, 2)),
    bytes: [7, 8, 9],
    got: "3 bytes that become other 2",
  },
  {
    what: "keeps other numbers",
    restore: (state: Uint8Array, own: Uint8Array) => own.set(state.map((x) => Math.min(x, 9))),
    got: "2 bytes that become other 2",
  },
])("an environment whose restore $what stays as it was", ({ restore, bytes = [7, 10], got }) => {
  const env = pair(restore);
  const call = () => restoreEnv(env, Uint8Array.from(bytes), 'env "pair"');
  expect(call).toThrow(InvalidValueError);
  expect(call).toThrow(`states: expected a state of the environment, got ${got} (env "pair")`);
  expect([...env.save()]).toEqual([1, 2]);
  restoreEnv(env, Uint8Array.of(3, 4), "");
  expect([...env.save()]).toEqual([3, 4]);
});

test("what an environment says of a state is what is said", () => {
  const own = new InvalidValueError("states", "even numbers", "7");
  const env = pair(() => {
    throw own;
  });
  expect(() => restoreEnv(env, Uint8Array.of(7, 7), "")).toThrow(own);
});

test("the bytes that are restored stay the caller's", () => {
  const env = pair((state, own) => {
    own.set(state);
    state.fill(0);
  });
  const given = Uint8Array.of(5, 6);
  restoreEnv(env, given, "");
  expect([...given]).toEqual([5, 6]);
});

const le64 = (...numbers: number[]) => [...new Uint8Array(Float64Array.from(numbers).buffer)];
const walk = (row: number, column: number, elapsed: number, ...tiles: number[]) => [
  row,
  column,
  elapsed,
  0,
  0,
  0,
  ...Array.from({ length: 25 }, (_, i) => (tiles.includes(i) ? 1 : 0)),
];

async function createOwn(definition: EnvDefinition): Promise<Env> {
  const env = await configureEnv(definition).create();
  onTestFinished(() => env.dispose());
  return env;
}

test.each<[string, number[], string]>([
  ["too short", walk(4, 2, 0).slice(1), "31 bytes of a walk, got 30"],
  ["too long", [...walk(4, 2, 0), 0], "31 bytes of a walk, got 32"],
  ["off the map below", walk(5, 2, 1, 22), "a place on the map, got [5, 2]"],
  ["off the map to the right", walk(4, 255, 1, 22), "a place on the map, got [4, 255]"],
  ["twice on a tile", walk(4, 2, 1).with(6 + 22, 2), "tiles that were visited or not, got"],
  ["away without a step", walk(3, 2, 0), "a walk, got steps: 0, tiles: , place: [3, 2]"],
  ["with a tile without a step", walk(4, 2, 0, 22), "a walk, got steps: 0, tiles: 22, place: [4, 2]"],
  ["with more tiles than steps", walk(3, 2, 1, 17, 12), "a walk, got steps: 1, tiles: 12, 17, place: [3, 2]"],
  ["where it has not been", walk(2, 2, 1, 17), "a walk, got steps: 1, tiles: 17, place: [2, 2]"],
])("a walk that is %s is refused", async (_, bytes, text) => {
  const env = await createOwn(resourceGathering);
  restoreEnv(env, Uint8Array.from(walk(3, 2, 4, 17, 12)), "");
  const before = env.save();
  expect(() => env.restore(Uint8Array.from(bytes))).toThrow(`states: expected ${text}`);
  expect(env.save()).toEqual(before);
});

test.each([hopper, ant, humanoidDirection])(
  "a state of $id is refused whose simulation cannot be",
  async (definition) => {
    const env = await createOwn(definition);
    const good = env.save();
    const places = definition === hopper ? 1 : 2;
    const forge = (index: number, x: number) => {
      const bytes = good.slice();
      bytes.set(le64(x), 8 * index);
      return bytes;
    };
    const [time, position] = [places, places + 1];
    const wrong = [
      new Uint8Array(),
      good.slice(0, 7),
      good.slice(0, 8 * places),
      good.slice(0, -1),
      good.slice(0, -8),
      Uint8Array.of(...good, ...le64(0)),
      new Uint8Array(1_000_000),
      ...[Number.NaN, Infinity, -Infinity, 1e10].flatMap((x) => [forge(0, x), forge(position, x)]),
      ...[Number.NaN, Infinity].flatMap((x) => [forge(time, x), forge(good.length / 8 - 1, x)]),
    ];
    for (const state of wrong) {
      expect(() => env.restore(state)).toThrow(InvalidValueError);
      expect(env.save()).toEqual(good);
    }
  },
);

test("a VectorEnv whose environment cannot be restored keeps its episode", async () => {
  const kind = configureEnv(resourceGathering);
  const broken = { ...kind, create: async () => pair(HALF_WAY) };
  const parameters = resolveAgents(kind, { count: 25, seed: 0 });
  const env = await createVectorEnv({ kind: broken, numEnvs: 1, seed: 0, parameters });
  const other = await createVectorEnv({
    kind: { ...kind, create: async () => ({ ...pair(() => {}), save: () => Uint8Array.of(7, 10) }) },
    numEnvs: 1,
    seed: 9,
    parameters,
  });
  env.reset();
  env.step([0]);
  const before = [env.save(0), structuredClone(env.buffers)];
  const text =
    "states: expected a state of the environment, got one it breaks at: RangeError: 10 is too much";
  for (const call of ["checkState", "restore"] as const) {
    expect(() => env[call](0, other.save(0))).toThrow(`${text} (env "resource-gathering")`);
    expect([env.save(0), env.buffers]).toEqual(before);
  }
});
