import { describe, expect, it } from "vitest";
import { collect } from "../../../../client/learner/play/collect.js";
import type { Representatives } from "../../../../client/learner/representatives/representatives.js";
import { createRollout } from "../../../../client/learner/rollout/rollout.js";
import { groupEnvironments } from "../../../../client/remote/environments/groups.js";
import { box, createRng } from "../../../../envs/index.js";
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
  const groups = groupEnvironments([environments]);
  const data = await collect(groups, representatives, rollout, {
    observations: [first],
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
    expect(data.observations).toEqual([Float32Array.of(0.75, 1)]);
  });

  it("keeps actions as they were taken", async () => {
    const { rollout } = await collected();
    expect([...rollout.actions]).toEqual([0.625, -10, 1.25, -10, 2.5, -10, 5, -10]);
  });

  it("or as environments clip them", async () => {
    const { rollout, environments } = await collected(true);
    expect([...rollout.actions]).toEqual([0.625, -1, 1, -1, 1, -1, 1, -1]);
    expect(environments.actions.flat()).toEqual([...rollout.actions]);
  });

  it("gives the episodes that ended, in order", async () => {
    const { data } = await collected();
    expect(data.episodes.map(({ environment, returns }) => [environment, ...returns])).toEqual([
      [1, 7, 8],
      [0, 9, 10],
    ]);
  });
});

describe("collect from two groups", () => {
  /** Of each group, two environments, one a representative: rows of the rollout are (0, 1), (0, 1). */
  async function collectedFromTwo() {
    const groups = [
      scriptedEnvironments({
        ...sizes,
        numEnvs: 2,
        steps: [
          { observations: [0.25, 0.5], rewards: [1, 2, 3, 4], finished: [[1, 7, 8]], terminated: [0, 1] },
          { observations: [0.75, 1], rewards: [5, 6, 7, 8] },
        ],
      }),
      scriptedEnvironments({
        ...sizes,
        numEnvs: 2,
        steps: [
          { observations: [2.5, 5], rewards: [10, 20, 30, 40] },
          { observations: [7.5, 10], rewards: [50, 60, 70, 80], finished: [[0, 9, 10]] },
        ],
      }),
    ];
    const rollout = createRollout(sizes, 2, 2);
    const first = [Float32Array.of(0.0625, 0.125), Float32Array.of(0.625, 1.25)];
    const environments = groupEnvironments(groups);
    const data = await collect(environments, representatives, rollout, {
      observations: first,
      storeClipped: false,
      rng: createRng(0),
    });
    return { groups, rollout, data };
  }

  it("puts each group's environments beside the other's, representative by representative", async () => {
    const { rollout } = await collectedFromTwo();
    expect([...rollout.observations]).toEqual([0.0625, 0.625, 0.125, 1.25, 0.25, 2.5, 0.5, 5]);
    expect([...rollout.nextObservations]).toEqual([0.25, 2.5, -1, 5, 0.75, -0, 1, 10]);
    expect([...rollout.rewards]).toEqual([...[1, 2, 10, 20, 3, 4, 30, 40], ...[5, 6, 50, 60, 7, 8, 70, 80]]);
    expect([...rollout.terminated]).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    expect([...rollout.done]).toEqual([0, 0, 1, 0, 0, 1, 0, 0]);
    expect([...rollout.actions].filter((_, c) => c % 2 === 0)).toEqual(
      [...rollout.observations].map((x) => 10 * x),
    );
  });

  it("has each group act on its own observations, and gives both to go on from", async () => {
    const { groups, data } = await collectedFromTwo();
    expect(groups.map(({ actions }) => actions)).toEqual([
      [
        [0.625, -10, 1.25, -10],
        [2.5, -10, 5, -10],
      ],
      [
        [6.25, -10, 12.5, -10],
        [25, -10, 50, -10],
      ],
    ]);
    expect(data.observations).toEqual([Float32Array.of(0.75, 1), Float32Array.of(7.5, 10)]);
  });

  it("names environments by their places in the rollout", async () => {
    const { data } = await collectedFromTwo();
    expect(data.episodes.map(({ environment, returns }) => [environment, ...returns])).toEqual([
      [2, 7, 8],
      [1, 9, 10],
    ]);
  });
});
