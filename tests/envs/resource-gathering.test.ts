import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  configureEnv,
  createVectorEnv,
  resolveAgents,
  resourceGathering,
  type VectorEnv,
} from "../../envs/index.js";

async function create(options = {}): Promise<VectorEnv> {
  const kind = configureEnv(resourceGathering, options);
  const parameters = resolveAgents(kind, { count: 25, seed: 0 });
  return createVectorEnv({ kind, numEnvs: 1, parameters, seed: 0, autoreset: "disabled" });
}

/** The rules once more: what an episode's actions lead to, until home or 40 steps. */
function walk(actions: number[]) {
  const visited = new Set<number>();
  let [x, y] = [2, 4];
  let time = 0;
  for (const action of actions) {
    const [nextX, nextY] = { 0: [x, y - 1], 1: [x, y + 1], 2: [x - 1, y], 3: [x + 1, y] }[action] ?? [];
    if (nextX !== undefined && nextX >= 0 && nextX < 5) x = nextX;
    if (nextY !== undefined && nextY >= 0 && nextY < 5) y = nextY;
    visited.add(x + y * 5);
    time++;
    if (x + y * 5 === 22 || time === 40) break;
  }
  const home = time > 0 && x + y * 5 === 22;
  const flags = Array.from({ length: 25 }, (_, tile) => (visited.has(tile) ? 1 : 0));
  return { x, y, time, home, flags, rewards: flags.map((flag) => (home && flag ? 1 - time / 100 : 0)) };
}

describe("the rules of Resource Gathering", () => {
  test("any walk goes as the rules say", async () => {
    const env = await create();
    const { buffers } = env;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 45 }), (actions) => {
        env.reset();
        for (let t = 1; t <= walk(actions).time; t++) {
          env.step([actions[t - 1]]);
          const { x, y, home, flags, rewards } = walk(actions.slice(0, t));
          expect([...buffers.observations]).toEqual([y, x, 0, 0, ...flags]);
          expect([...buffers.infos]).toEqual([y, x, ...flags]);
          expect([...buffers.rewards]).toEqual(rewards.map(Math.fround));
          expect(buffers.terminated[0]).toBe(home ? 1 : 0);
          expect(buffers.truncated[0]).toBe(t === 40 && !home ? 1 : 0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("an episode starts at home, with nothing visited", async () => {
    const { observations, infos } = (await create()).reset();
    expect([...observations]).toEqual([4, 2, 0, 0, ...new Array(25).fill(0)]);
    expect([...infos]).toEqual([4, 2, ...new Array(25).fill(0)]);
  });

  test.each([
    { name: "bump into the floor", actions: [1], tiles: [22], reward: 0.99 },
    { name: "up and back", actions: [0, 1], tiles: [17, 22], reward: 0.98 },
    { name: "left, up, right, down", actions: [2, 0, 3, 1], tiles: [21, 16, 17, 22], reward: 0.96 },
    {
      name: "bump on the way",
      actions: [3, 3, 3, 2, 2],
      tiles: [23, 24, 22],
      reward: 0.95,
    },
  ])("$name is worth $reward", async ({ actions, tiles, reward }) => {
    const env = await create();
    env.reset();
    for (const action of actions.slice(0, -1)) {
      env.step([action]);
      expect([...env.buffers.rewards]).toEqual(new Array(25).fill(0));
    }
    env.step([actions[actions.length - 1]]);
    const expected = Array.from({ length: 25 }, (_, tile) =>
      tiles.includes(tile) ? Math.fround(reward) : 0,
    );
    expect([...env.buffers.rewards]).toEqual(expected);
    expect([...env.buffers.episodeReturns]).toEqual(expected);
    expect([...env.buffers.episodeLengths, ...env.buffers.terminated]).toEqual([actions.length, 1]);
  });

  test("a walk that is not home after 40 steps gets no reward", async () => {
    const env = await create();
    env.reset();
    env.step([0]);
    for (let t = 1; t < 40; t++) env.step([t % 2 ? 0 : 1]);
    expect([...env.buffers.truncated, ...env.buffers.terminated]).toEqual([1, 0]);
    expect([...env.buffers.episodeReturns]).toEqual(new Array(25).fill(0));
  });

  test("agents may be of any tiles, but are 25 where they are not given", () => {
    const kind = configureEnv(resourceGathering);
    expect([...resolveAgents(kind, { count: 25, seed: 1 })]).toEqual(Array.from({ length: 25 }, (_, i) => i));
    expect([...resolveAgents(kind, { parameters: Float64Array.of(3, 3) })]).toEqual([3, 3]);
    const error =
      "agents.count: expected 25 (one a tile; give parameters for another population), got 24 " +
      '(env "resource-gathering")';
    expect(() => resolveAgents(kind, { count: 24, seed: 0 })).toThrow(error);
  });
});

test("rewards of a long episode are in the range that the spec says", async () => {
  const kind = configureEnv(resourceGathering, { max_episode_steps: 150 });
  expect(kind.spec.rewardRange).toEqual([-0.5, 1]);
  expect(configureEnv(resourceGathering, { max_episode_steps: 100 }).spec.rewardRange).toEqual([0, 1]);
  const env = await createVectorEnv({ kind, numEnvs: 1, seed: 0, parameters: Float64Array.of(22) });
  env.reset();
  env.step([0]);
  for (let t = 0; t < 148; t++) env.step([t % 2]);
  env.step([1]);
  expect([env.buffers.terminated[0], env.buffers.rewards[0]]).toEqual([1, -0.5]);
});
