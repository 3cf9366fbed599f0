import { describe, expect, it } from "vitest";
import { collect } from "../../../../client/learner/play/collect.js";
import type { Representatives } from "../../../../client/learner/representatives/representatives.js";
import { createRollout } from "../../../../client/learner/rollout/rollout.js";
import type { Environments, RolloutOrder } from "../../../../client/remote/environments/environments.js";
import { box, createRng } from "../../../../envs/index.js";
import { ContractError } from "../../../../proto/index.js";
import { scriptedEnvironments } from "../../support/scripted-environments.js";

const sizes = { numRepresentatives: 2, numAgents: 2, observationSize: 1, actionSpace: box([2], -1, [1, 2]) };

/** Representatives that take ten times what they see for the first component, and −10 for the second. */
const representatives = {
  act: (observations: Float32Array, _mode: string, _rng: unknown, actions: Float32Array) => {
    for (const [row, x] of observations.entries()) actions.set([10 * x, -10], 2 * row);
  },
} as unknown as Representatives;

/** Two steps of two environments: in the first, environment 1 terminates; in the second, 0 is truncated. */
const script = () =>
  scriptedEnvironments({
    ...sizes,
    numEnvs: 2,
    steps: [
      { observations: [0.25, 0.5], rewards: [1, 2, 3, 4], finished: [[1, 7, 8]], terminated: [0, 1] },
      { observations: [0.75, 1], rewards: [5, 6, 7, 8], finished: [[0, 9, 10]] },
    ],
  });

async function collected(storeClipped = false) {
  const environments = script();
  const rollout = createRollout(sizes, 2, 1);
  const first = Float32Array.of(0.0625, 0.125);
  const data = await collect(environments, representatives, rollout, {
    observations: first,
    storeClipped,
    rng: createRng(0),
  });
  return { environments, rollout, data };
}

describe("collect", () => {
  it("records what was seen before each step, and what came of it", async () => {
    const { rollout } = await collected();
    expect([...rollout.observations]).toEqual([0.0625, 0.125, 0.25, 0.5]);
    expect([...rollout.rewards]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...rollout.terminated]).toEqual([0, 1, 0, 0]);
    expect([...rollout.done]).toEqual([0, 1, 1, 0]);
  });

  it("records the old episode's last state where one ended, not the new one's first", async () => {
    const { rollout } = await collected();
    expect([...rollout.nextObservations]).toEqual([0.25, -1, -0, 1]);
  });

  it("acts on the latest observations, and gives those to go on from", async () => {
    const { environments, data } = await collected();
    expect(environments.actions).toEqual([
      [0.625, -10, 1.25, -10],
      [2.5, -10, 5, -10],
    ]);
    expect(data.observations).toEqual(Float32Array.of(0.75, 1));
  });

  it("keeps actions as they were taken", async () => {
    const { rollout } = await collected();
    expect([...rollout.actions]).toEqual([0.625, -10, 1.25, -10, 2.5, -10, 5, -10]);
  });

  it("or as environments clip them", async () => {
    const { rollout } = await collected(true);
    expect([...rollout.actions]).toEqual([0.625, -1, 1, -1, 1, -1, 1, -1]);
  });

  it("gives the episodes that ended, in order", async () => {
    const { data } = await collected();
    expect(data.episodes.map(({ environment, returns }) => [environment, ...returns])).toEqual([
      [1, 7, 8],
      [0, 9, 10],
    ]);
  });
});

describe("collect from servers that take policies", () => {
  const exporting = {
    exportPolicies: () => [Uint8Array.of(1), Uint8Array.of(2)],
  } as unknown as Representatives;

  /** The same two steps, in a piece for each environment and step, the second environment's first. */
  function rollingOut(orders: RolloutOrder[]): Environments {
    const row = (environment: number, firstStep: number, x: number, rewards: number[], terminated = 0) => ({
      ...{ firstStep, numSteps: 1, firstRow: environment, numEnvs: 1 },
      observations: Float32Array.of(x),
      actions: Float32Array.of(x - 1, -10),
      rewards: Float32Array.from(rewards),
      terminated: Uint8Array.of(terminated),
      truncated: Uint8Array.of(0),
      infos: {},
    });
    const episode = (step: number, environment: number, ...returns: number[]) => ({
      ...{ step, environment, length: 1, returns: Float32Array.from(returns) },
      finalObservation: Float32Array.of(-environment),
    });
    return {
      ...script(),
      maxPolicyBytes: 2,
      async rollout(order, take) {
        orders.push(order);
        take(row(1, 0, 0.5, [3, 4], 1));
        take(row(1, 1, 1, [7, 8]));
        take(row(0, 0, 0.25, [1, 2]));
        take(row(0, 1, 0.75, [5, 6]));
        const finished = [episode(0, 1, 7, 8), episode(1, 0, 9, 10)];
        return { finished, actingSeconds: 0, steppingSeconds: 0 };
      },
    };
  }

  it("is what one step at a time gives", async () => {
    const orders: RolloutOrder[] = [];
    const rollout = createRollout(sizes, 2, 1);
    const observations = Float32Array.of(0.0625, 0.125);
    const options = { observations, storeClipped: false, rng: createRng(0) };
    const data = await collect(rollingOut(orders), exporting, rollout, options);
    const stepped = await collected();
    const { actions, ...rest } = rollout;
    const { actions: _, ...steppedRest } = stepped.rollout;
    expect(rest).toEqual(steppedRest);
    expect([...actions]).toEqual([-0.75, -10, -0.5, -10, -0.25, -10, 0, -10]);
    expect(data.observations).toEqual(stepped.data.observations);
    expect(data.episodes.map(({ environment, returns }) => [environment, ...returns])).toEqual([
      [1, 7, 8],
      [0, 9, 10],
    ]);
    const [{ policies, policyOf, noiseSeed, ...order }] = orders;
    expect(policies.map(({ name, model }) => [name, ...model])).toEqual([
      ["representative 1", 1],
      ["representative 2", 2],
    ]);
    expect([...policyOf]).toEqual([0, 1]);
    expect(order).toEqual({ numSteps: 2, sampled: true, firstStep: 0 });
  });

  it("draws other noise in each rollout, and the same of equal seeds", async () => {
    const orders: RolloutOrder[] = [];
    for (const rng of [createRng(0), createRng(0), createRng(1)]) {
      for (let i = 0; i < 2; i++) {
        const observations = Float32Array.of(0, 0);
        await collect(rollingOut(orders), exporting, createRollout(sizes, 2, 1), {
          ...{ observations, storeClipped: false, rng },
        });
      }
    }
    const seeds = orders.map(({ noiseSeed }) => noiseSeed);
    expect(seeds.slice(0, 2)).toEqual(seeds.slice(2, 4));
    expect(new Set(seeds).size).toBe(4);
  });

  it("steps one at a time where a server turns out to take no policies", async () => {
    const refusing: Environments = {
      ...rollingOut([]),
      rollout: async () => {
        throw new ContractError("POLICIES", "this server can run no policies");
      },
    };
    const both = { ...exporting, ...representatives } as unknown as Representatives;
    const rollout = createRollout(sizes, 2, 1);
    await collect(refusing, both, rollout, {
      ...{ observations: Float32Array.of(0.0625, 0.125), storeClipped: false, rng: createRng(0) },
    });
    expect([...rollout.rewards]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("steps one at a time where policies are too large for the servers", async () => {
    const orders: RolloutOrder[] = [];
    const environments = { ...rollingOut(orders), maxPolicyBytes: 1 };
    const both = { ...exporting, ...representatives } as unknown as Representatives;
    await collect(environments, both, createRollout(sizes, 2, 1), {
      ...{ observations: Float32Array.of(0, 0), storeClipped: false, rng: createRng(0) },
    });
    expect(orders).toEqual([]);
  });
});
