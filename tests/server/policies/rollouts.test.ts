// Policies that act on the server do what the same actions do one step at a time.
import { describe, expect, it } from "vitest";
import { createRng } from "../../../envs/index.js";
import { drawNormals } from "../../../proto/action-noise.js";
import {
  ActionChoice,
  AutoresetMode,
  DataType,
  decodeRewards,
  encodeTensor,
  type RolloutRequest,
  RolloutResponse,
  type Tensor,
} from "../../../proto/index.js";
import { categoricalParts, gaussianParts, modelOf } from "../support/policies.js";
import { openSession, type TestSession } from "../support/session.js";
import { hostInProcess, transports } from "../support/transports.js";

const GAMES = {
  "half-cheetah": {
    model: (seed: number) => modelOf(gaussianParts(17, 6, seed)),
    fields: { environmentId: "half-cheetah", numEnvironments: 5, infos: ["x_velocity"] },
  },
  "resource-gathering": {
    model: (seed: number) => modelOf(categoricalParts(29, 4, seed)),
    fields: { environmentId: "resource-gathering", numEnvironments: 5, acceptsSparseRewards: true },
  },
};

const int32 = (...values: number[]) =>
  encodeTensor(DataType.DATA_TYPE_INT32, [values.length], Int32Array.from(values));
const floats = ({ data }: Tensor) => new Float32Array(Uint8Array.from(data).buffer);

function putPolicies(session: TestSession, ...models: Uint8Array[]) {
  const policies = models.map((model, i) => ({ name: `policy ${i + 1}`, model }));
  return session.stream.request(session.next++, { $case: "putPolicies", value: { policies } });
}

async function rollOut(session: TestSession, request: Partial<RolloutRequest>): Promise<RolloutResponse> {
  const defaults = {
    policies: int32(0, 1, 1, 0, 1),
    actionChoice: 0,
    noiseSeed: 3,
    firstStep: 0,
    numSteps: 1,
  };
  const value = { ...defaults, ...request };
  const response = await session.stream.request(session.next++, { $case: "rollout", value });
  const timeless = { ...response, actingSeconds: 0, steppingSeconds: 0 };
  // Plain bytes, whatever the transport.
  return RolloutResponse.decode(RolloutResponse.encode(timeless).finish());
}

describe.each(Object.entries(GAMES))("rollouts of %s", (_, { model, fields }) => {
  it.each(transports)("are the same bits, $name, in one request or several", async ({ host }) => {
    const observationSize = fields.environmentId === "half-cheetah" ? 17 : 29;
    const play = async (service: Parameters<typeof openSession>[0], lengths: number[]) => {
      const session = await openSession(service, { ...fields, seed: 7 });
      await session.reset();
      await putPolicies(session, model(1), model(2));
      let firstStep = 0;
      const parts: RolloutResponse[] = [];
      for (const numSteps of lengths) {
        parts.push(await rollOut(session, { numSteps, firstStep }));
        firstStep += numSteps;
      }
      await session.close();
      return {
        observations: parts.flatMap(({ observations }) => [...floats(observations!)]),
        actions: parts.flatMap(({ actions }) => [...actions!.data]),
        rewards: parts.flatMap(({ rewards, terminated }) => {
          const out = new Float32Array(terminated!.data.length * session.created.spec!.numAgents);
          decodeRewards(rewards, "rewards", session.created.spec!.numAgents, out);
          return [...out];
        }),
        ends: parts.flatMap(({ terminated, truncated }) => [...terminated!.data, ...truncated!.data].length),
      };
    };
    const [one, other] = [await hostInProcess(), await host()];
    const expected = await play(one.service, [12]);
    expect(expected.observations.length).toBe(12 * 5 * observationSize);
    const got = await play(other.service, [1, 4, 7]);
    expect({ ...got, ends: 0 }).toEqual({ ...expected, ends: 0 });
    await one.close();
    await other.close();
  });

  it("are the steps of the same actions, ends of episodes included", async () => {
    const { service, close } = await hostInProcess({ workers: 2 });
    const steps = fields.environmentId === "half-cheetah" ? 20 : 120;
    const [acted, stepped] = [
      await openSession(service, { ...fields, seed: 7 }),
      await openSession(service, { ...fields, seed: 7 }),
    ];
    await acted.reset();
    await stepped.reset();
    await putPolicies(acted, model(1), model(2));
    const rollout = await rollOut(acted, { numSteps: steps });
    const part = ({ shape, data, dtype }: Tensor, s: number): Tensor => ({
      dtype,
      shape: shape.slice(1),
      data: data.slice((s * data.length) / steps, ((s + 1) * data.length) / steps),
    });
    const n = acted.created.spec!.numAgents;
    const rewards = new Float32Array(steps * 5 * n);
    decodeRewards(rollout.rewards, "rewards", n, rewards);
    let ended = 0;
    for (let s = 0; s < steps; s++) {
      const step = await stepped.step(part(rollout.actions!, s));
      expect(part(rollout.observations!, s).data).toEqual(Uint8Array.from(step.observations!.data));
      const own = new Float32Array(5 * n);
      decodeRewards(step.rewards, "rewards", n, own);
      expect(rewards.subarray(s * 5 * n, (s + 1) * 5 * n)).toEqual(own);
      for (const flag of ["terminated", "truncated"] as const)
        expect(part(rollout[flag]!, s).data).toEqual(Uint8Array.from(step[flag]!.data));
      for (const [name, info] of Object.entries(step.infos))
        expect(part(rollout.infos[name], s)).toEqual({ ...info, data: Uint8Array.from(info.data) });
      const count = step.finished?.environments?.shape[0] ?? 0;
      if (count > 0) {
        const from = ended;
        ended += count;
        const slice = (tensor: Tensor) => {
          const width = tensor.data.length / tensor.shape[0];
          return tensor.data.slice(from * width, ended * width);
        };
        for (const field of ["environments", "lengths", "finalObservations"] as const)
          expect(slice(rollout.finished![field]!)).toEqual(Uint8Array.from(step.finished![field]!.data));
        expect([...new Int32Array(slice(rollout.finished!.steps!).buffer)]).toEqual(Array(count).fill(s));
      }
    }
    expect(ended).toBe(rollout.finished?.environments?.shape[0] ?? 0);
    if (fields.environmentId === "resource-gathering") expect(ended).toBeGreaterThan(0);
    await close();
  });
});

it("sampled actions are the mean and noise that anyone can recompute", async () => {
  const { service, close } = await hostInProcess();
  const sessions = [0, 1].map(() =>
    openSession(service, { ...GAMES["half-cheetah"].fields, seed: 2 ** 40 + 7 }),
  );
  const [mode, sample] = await Promise.all(sessions);
  for (const session of [mode, sample]) {
    await session.reset();
    await putPolicies(session, modelOf(gaussianParts(17, 6, 1)), modelOf(gaussianParts(17, 6, 2)));
  }
  const firstStep = 2 ** 33 + 5;
  const choice = ActionChoice.ACTION_CHOICE_MODE;
  const means = floats((await rollOut(mode, { actionChoice: choice, firstStep })).actions!);
  const actions = floats((await rollOut(sample, { firstStep })).actions!);
  for (let j = 0; j < 5; j++) {
    const noise = new Float64Array(6);
    drawNormals({ noiseSeed: 3, environmentSeed: 2 ** 40 + 7 + j, step: firstStep }, noise);
    const expected = Float32Array.from(noise, (z, i) => means[j * 6 + i] + Math.exp(-1) * z);
    expect(actions.subarray(j * 6, (j + 1) * 6)).toEqual(expected);
  }
  expect(means).not.toEqual(actions);
  await close();
});

it("a repeated rollout is answered from what was kept", async () => {
  const { service, close } = await hostInProcess();
  const session = await openSession(service, GAMES["half-cheetah"].fields);
  await session.reset();
  await putPolicies(session, modelOf(gaussianParts(17, 6)), modelOf(gaussianParts(17, 6)));
  const first = await rollOut(session, { numSteps: 3 });
  session.next--;
  expect(await rollOut(session, { numSteps: 3 })).toEqual(first);
  expect((await rollOut(session, { numSteps: 3 })).observations).not.toEqual(first.observations);
  await close();
});

it("where the next step resets, its reward is 0 and its observation a new episode's", async () => {
  const { service, close } = await hostInProcess();
  const fields = {
    ...GAMES["resource-gathering"].fields,
    autoresetMode: AutoresetMode.AUTORESET_MODE_NEXT_STEP,
  };
  const session = await openSession(service, { ...fields, acceptsSparseRewards: false });
  await session.reset();
  await putPolicies(session, modelOf(categoricalParts(29, 4, 1)), modelOf(categoricalParts(29, 4, 2)));
  const { finished, rewards } = await rollOut(session, { numSteps: 200 });
  const [step, environment] = [finished!.steps!, finished!.environments!].map(
    ({ data }) => new Int32Array(Uint8Array.from(data).buffer)[0],
  );
  const n = session.created.spec!.numAgents;
  const dense = new Float32Array(200 * 5 * n);
  decodeRewards(rewards, "rewards", n, dense);
  const row = (step + 1) * 5 + environment;
  expect([...dense.subarray(row * n, (row + 1) * n)]).toEqual(Array(n).fill(0));
  expect(finished!.finalObservations).toBeUndefined();
  await close();
});

it("draws from a generator of its own: environments' randomness is theirs", () => {
  // The noise of one place twice, and of places that differ in one number each.
  const draw = (place: Parameters<typeof drawNormals>[0]) => {
    const out = new Float64Array(2);
    drawNormals(place, out);
    return [...out];
  };
  const place = { noiseSeed: 1, environmentSeed: createRng(0, "seed").integer(2 ** 50), step: 4 };
  expect(draw(place)).toEqual(draw({ ...place }));
  for (const key of ["noiseSeed", "environmentSeed", "step"] as const)
    expect(draw({ ...place, [key]: place[key] + 1 })).not.toEqual(draw(place));
});
