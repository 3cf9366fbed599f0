import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  configureEnv,
  createRng,
  createVectorEnv,
  type EnvDefinition,
  halfCheetah,
  resolveAgents,
  resourceGathering,
} from "../../envs/index.js";
import { bytesToArray, DataType, decodeRewards, encodeRewards, Rewards } from "../../proto/index.js";

const UINT8 = DataType.DATA_TYPE_UINT8;
const UINT16 = DataType.DATA_TYPE_UINT16;

/** A matrix with some entries set, and the others 0. */
function matrix(rows: number, numAgents: number, entries: [row: number, agent: number, value: number][]) {
  const rewards = new Float32Array(rows * numAgents);
  for (const [row, agent, value] of entries) rewards[row * numAgents + agent] = value;
  return rewards;
}

/** What a message says, as numbers; undefined if it is dense. */
function sparseOf(rewards: Float32Array, numAgents: number) {
  const { encoding } = encodeRewards(rewards, numAgents, true);
  if (encoding?.$case !== "sparse") return undefined;
  const { indexDtype, rows, counts, agents, values, ...sizes } = encoding.value;
  const indices = (bytes: Uint8Array) => [...bytesToArray(indexDtype as typeof UINT8, bytes)];
  return {
    ...sizes,
    indexDtype,
    rows: indices(rows),
    counts: indices(counts),
    agents: indices(agents),
    values: [...bytesToArray(DataType.DATA_TYPE_FLOAT32, values)],
  };
}

/** Over the wire and back, into an array of other contents. */
function roundTrip(rewards: Float32Array, numAgents: number): Float32Array {
  const bytes = Rewards.encode(encodeRewards(rewards, numAgents, true)).finish();
  const out = new Float32Array(rewards.length).fill(Number.NaN);
  decodeRewards(Rewards.decode(bytes), "rewards", numAgents, out);
  return out;
}

describe("sparse rewards", () => {
  it("have one value a row where each row's entries are equal", () => {
    const rewards = matrix(3, 10, [
      [0, 1, 0.5],
      [0, 2, 0.5],
      [2, 0, 1],
    ]);
    expect(sparseOf(rewards, 10)).toEqual({
      numRows: 3,
      numAgents: 10,
      indexDtype: UINT8,
      rows: [0, 2],
      counts: [2, 1],
      agents: [1, 2, 0],
      values: [0.5, 1],
    });
  });

  it("have one value an entry where they differ", () => {
    const rewards = matrix(3, 11, [
      [1, 0, 2],
      [1, 10, 3],
      [2, 9, 3],
    ]);
    expect(sparseOf(rewards, 11)).toMatchObject({
      rows: [1, 2],
      counts: [2, 1],
      agents: [0, 10, 9],
      values: [2, 3, 3],
    });
  });

  it("are empty where all rewards are 0, or −0", () => {
    const rewards = matrix(2, 7, [[1, 2, -0]]);
    expect(sparseOf(rewards, 7)).toMatchObject({ rows: [], counts: [], agents: [], values: [] });
    expect(roundTrip(rewards, 7)).toEqual(new Float32Array(14));
  });

  it("have indices of two bytes from 256 agents on, whose count needs them", () => {
    expect(sparseOf(matrix(1, 255, [[0, 254, 1]]), 255)).toMatchObject({ indexDtype: UINT8, agents: [254] });
    expect(sparseOf(matrix(1, 256, [[0, 255, 1]]), 256)).toMatchObject({ indexDtype: UINT16, agents: [255] });
  });

  it("give way to dense ones that are smaller", () => {
    expect(sparseOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), 4)).toBeUndefined();
    expect(sparseOf(new Float32Array(5), 5)).toBeUndefined();
    expect(sparseOf(new Float32Array(6), 6)).toBeDefined();
  });

  it("do not change what an earlier message says", () => {
    const rewards = matrix(1, 12, [[0, 3, 1]]);
    const earlier = encodeRewards(rewards, 12, true);
    rewards.fill(0);
    rewards[7] = 2;
    encodeRewards(rewards, 12, true);
    const out = new Float32Array(12);
    decodeRewards(earlier, "rewards", 12, out);
    expect([...out]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

it("gives back every matrix, sparse or dense", () => {
  const entry = fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.float({ noNaN: true }));
  const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 300 }));
  const matrices = sizes.chain(([rows, n]) =>
    fc.tuple(fc.array(entry, { minLength: rows * n, maxLength: rows * n }), fc.constant(n)),
  );
  fc.assert(
    fc.property(matrices, ([values, n]) => {
      const rewards = Float32Array.from(values, (value) => value + 0);
      expect(roundTrip(rewards, n)).toEqual(rewards);
    }),
  );
});

/** Bytes an agent and step that 200 random steps of 40 environments have on the wire. */
async function rewardBytes(definition: EnvDefinition, numAgents: number): Promise<number> {
  const kind = configureEnv(definition);
  const parameters = resolveAgents(kind, { count: numAgents, seed: 0 });
  const env = await createVectorEnv({ kind, numEnvs: 40, parameters, seed: 0 });
  const rng = createRng(0, "actions");
  const boxed = kind.spec.actionSpace.kind === "box";
  env.reset();
  let bytes = 0;
  for (let step = 0; step < 200; step++) {
    const actions = env.buffers.actions.map(() => (boxed ? 2 * rng.uniform() - 1 : rng.integer(4)));
    const { rewards } = env.step(actions);
    bytes += Rewards.encode(encodeRewards(rewards, numAgents, true)).finish().length;
  }
  env.dispose();
  return bytes / (200 * 40 * numAgents);
}

it("takes less than a byte an agent and step of half-cheetah, a tenth of resource-gathering", async () => {
  expect(await rewardBytes(halfCheetah, 1000)).toBeLessThan(1);
  expect(await rewardBytes(resourceGathering, 25)).toBeLessThan(0.1);
});
