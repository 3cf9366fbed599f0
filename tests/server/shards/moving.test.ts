import { describe, expect, it } from "vitest";
import { configureEnv, createRng, resourceGathering, spaceSize } from "../../../envs/index.js";
import { builtinEnvironments } from "../../../server/index.js";
import { createLocalHost } from "../../../server/shards/local-host.js";
import type { ShardHost } from "../../../server/shards/shard.js";
import { createShardedEnvironments } from "../../../server/shards/sharded-environments.js";
import { categoricalParts, modelOf } from "../support/policies.js";

const N = 5;
const STEPS = 60;

/** A host of two shards at a time, and how many it made each time. */
function countingHost(): ShardHost & { readonly made: number[]; disposed: number } {
  const local = createLocalHost({ registry: builtinEnvironments, maxSeconds: 60 });
  const host = {
    ...local,
    parallelism: 2,
    made: [] as number[],
    disposed: 0,
    async create(setups: Parameters<ShardHost["create"]>[0]) {
      host.made.push(setups.length);
      const shards = await local.create(setups);
      return shards.map((shard) => ({
        ...shard,
        dispose: () => {
          host.disposed++;
          return shard.dispose();
        },
      }));
    },
  };
  return host;
}

async function environmentsOf(host: ShardHost, movable: boolean) {
  const kind = configureEnv(resourceGathering, {});
  const parameters = kind.sampleAgents(25, createRng(0));
  return createShardedEnvironments(host, {
    kind,
    numEnvs: N,
    parameters,
    seed: 7,
    autoreset: "same-step",
    client: "a test",
    movable,
  });
}

/** Everything that a client sees of some steps, and of a rollout after them. */
async function play(host: ShardHost, movable: boolean) {
  const environments = await environmentsOf(host, movable);
  const { buffers } = environments;
  await environments.reset();
  const rng = createRng(1);
  const seen: unknown[] = [];
  for (let step = 0; step < STEPS; step++) {
    for (let j = 0; j < N; j++) buffers.actions[j] = rng.integer(4);
    await environments.step();
    seen.push([buffers.observations.slice(), buffers.rewards.slice(), buffers.truncated.slice()]);
  }
  const model = modelOf(categoricalParts(spaceSize(environments.spec.observationSpace), 4));
  await environments.putPolicies([{ name: "one", model }]);
  const rollout = await environments.rollout({
    numSteps: 20,
    policies: new Int32Array(N),
    sampled: true,
    noiseSeed: 3,
    firstStep: 0,
    keepsInfos: true,
  });
  seen.push(rollout.buffers, rollout.ended);
  await environments.dispose();
  return seen;
}

describe("environments whose steps take little", () => {
  it("move to one shard, and to all for policies, with the same results", async () => {
    const [moving, staying] = [countingHost(), countingHost()];
    const moved = await play(moving, true);
    expect(moving.made).toEqual([2, 1, 2]);
    expect(moving.disposed).toBe(5);
    expect(moved).toEqual(await play(staying, false));
    expect(staying.made).toEqual([2]);
  });

  it("stay where they are if there is no room for them elsewhere, and go on", async () => {
    const host = countingHost();
    const full = {
      ...host,
      create: (setups: Parameters<ShardHost["create"]>[0]) =>
        host.made.length === 0 ? host.create(setups) : Promise.reject(new Error("full")),
    };
    expect(await play(full, true)).toEqual(await play(countingHost(), false));
  });
});
