import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DataType as Dtype, decodeRewards, dmEnvRpc, encodeTensor } from "../../../proto/index.js";
import { allElements, packTensor, readTensor } from "../../../server/dm-env-rpc/tensors.js";
import { createEnvironmentService, type HostedService } from "../../../server/index.js";
import { openSession } from "../support/session.js";
import { rejection } from "../support/stream.js";
import { joinNewWorld, move, settings } from "../support/worlds.js";

const { DataType, EnvironmentStateType: State } = dmEnvRpc;
const [OBSERVATION, REWARD, PARAMETERS, POSITION, VISITED] = [1, 2, 3, 4, 5];

let service: HostedService;
beforeAll(() => {
  service = createEnvironmentService({ workers: 0 });
});
afterAll(() => service.close());

const values = (tensor: dmEnvRpc.Tensor) => Array.from(allElements<number>(readTensor(tensor, "x")));

it("describes actions and observations by name", async () => {
  const { stream, specs } = await joinNewWorld(service);
  const { actions, observations } = specs;
  expect(actions).toEqual({
    1: {
      name: "action",
      shape: [],
      dtype: DataType.INT32,
      min: { payload: { $case: "int32s", value: { array: [0] } } },
      max: { payload: { $case: "int32s", value: { array: [3] } } },
    },
  });
  const brief = Object.values(observations).map(({ name, shape, dtype }) => [name, shape, DataType[dtype]]);
  expect(brief).toEqual([
    ["observation", [29], "FLOAT"],
    ["reward", [25], "FLOAT"],
    ["agent_parameters", [25, 1], "DOUBLE"],
    ["info.position", [2], "INT32"],
    ["info.visited", [25], "BOOL"],
  ]);
  const { min, max } = observations[OBSERVATION];
  expect(min).toEqual({ payload: { $case: "floats", value: { array: [0] } } });
  expect(max?.payload?.value.array).toEqual([4, 4, ...new Array(27).fill(1)]);
  await stream.end();
});

it("leaves bounds out where there are none", async () => {
  const { stream, specs } = await joinNewWorld(service, { env: "hopper", agents: 4 });
  expect(specs.observations[OBSERVATION]).toMatchObject({ shape: [11], min: undefined, max: undefined });
  expect(specs.observations[REWARD]).toMatchObject({
    shape: [4],
    max: { payload: { $case: "floats", value: { array: [0.1] } } },
  });
  await stream.end();
});

it("walks up and home: an episode, and the start of the next", async () => {
  const { stream } = await joinNewWorld(service);
  // What an episode's first step is given does not matter.
  const first = await stream.step(packTensor(DataType.STRING, [], ["up"]), OBSERVATION, REWARD, PARAMETERS);
  expect(first.state).toBe(State.RUNNING);
  expect(values(first.observations[OBSERVATION])).toEqual([4, 2, ...new Array(27).fill(0)]);
  expect(values(first.observations[REWARD])).toEqual(new Array(25).fill(0));
  expect(values(first.observations[PARAMETERS])).toEqual(Array.from({ length: 25 }, (_, tile) => tile));

  const second = await stream.step(move(0), POSITION, REWARD, POSITION);
  expect(second.state).toBe(State.RUNNING);
  expect(Object.keys(second.observations)).toEqual([`${REWARD}`, `${POSITION}`]);
  expect(values(second.observations[POSITION])).toEqual([3, 2]);

  const last = await stream.step(move(1), REWARD, VISITED);
  expect(last.state).toBe(State.TERMINATED);
  const tiles = [17, 22];
  const worth = Math.fround(0.98);
  expect(values(last.observations[REWARD])).toEqual(
    Array.from({ length: 25 }, (_, tile) => (tiles.includes(tile) ? worth : 0)),
  );
  expect(values(last.observations[VISITED])).toEqual(
    Array.from({ length: 25 }, (_, tile) => tiles.includes(tile)),
  );

  const next = await stream.step(undefined, REWARD, VISITED);
  expect(next.state).toBe(State.RUNNING);
  expect(values(next.observations[REWARD])).toEqual(new Array(25).fill(0));
  expect(values(next.observations[VISITED])).toEqual(new Array(25).fill(false));
  await stream.end();
});

it("tells a time limit from an end", async () => {
  const { stream } = await joinNewWorld(service, { env: "resource-gathering", max_episode_steps: 2 });
  const states = [];
  for (let t = 0; t < 4; t++) states.push((await stream.step(move(0))).state);
  expect(states).toEqual([State.RUNNING, State.RUNNING, State.INTERRUPTED, State.RUNNING]);
  await stream.end();
});

it("gives what a session of rmdp.v1 with the same seed gives", async () => {
  const { stream } = await joinNewWorld(service, { env: "hopper", agents: 3, seed: 7 });
  const fields = { environmentId: "hopper", numEnvironments: 1, seed: 7 };
  const agents = { kind: { $case: "sampled", value: { count: 3, seed: 0 } } } as const;
  const session = await openSession(service, { ...fields, agents });
  const action = Float32Array.of(0.5, -0.25, 1);
  const bytes = (tensor: dmEnvRpc.Tensor) => Buffer.from(Float32Array.from(values(tensor)).buffer);

  const begun = await session.reset();
  const first = await stream.step(undefined, OBSERVATION);
  expect(bytes(first.observations[OBSERVATION])).toEqual(Buffer.from(begun.observations!.data));
  const stepped = await session.step(encodeTensor(Dtype.DATA_TYPE_FLOAT32, [1, 3], action));
  const second = await stream.step(packTensor(DataType.FLOAT, [3], action), OBSERVATION, REWARD);
  expect(bytes(second.observations[OBSERVATION])).toEqual(Buffer.from(stepped.observations!.data));
  const rewards = new Float32Array(3);
  decodeRewards(stepped.rewards, "rewards", 3, rewards);
  expect(values(second.observations[REWARD])).toEqual([...rewards]);
  await stream.end();
  await session.close();
});

describe("resets", () => {
  const hopper = { env: "hopper", agents: 1, seed: 7 };

  it("begin an episode with the next step, anew from a seed if there is one", async () => {
    const { stream, specs } = await joinNewWorld(service, hopper);
    const start = async () => {
      const { state, observations } = await stream.step(undefined, OBSERVATION);
      expect(state).toBe(State.RUNNING);
      return values(observations[OBSERVATION]);
    };
    const first = await start();
    expect((await stream.request("reset", { settings: {} })).specs).toEqual(specs);
    const second = await start();
    expect(second).not.toEqual(first);
    await stream.request("reset", { settings: settings({ seed: 7 }) });
    await stream.request("reset", { settings: {} });
    expect(await start()).toEqual(first);
    await stream.request("reset", { settings: {} });
    expect(await start()).toEqual(second);
    await stream.end();
  });

  it("refuse what they do not know", async () => {
    const { stream } = await joinNewWorld(service, hopper);
    const reset = (name: string) => stream.request("reset", { settings: settings({ [name]: 0.5 }) });
    expect((await rejection(reset("noise"))).message).toBe('settings: expected only seed, got "noise"');
    expect((await rejection(reset("seed"))).message).toBe(
      "settings.seed: expected a whole number from 0 to 9007199254740991 (2^53 − 1), got 0.5",
    );
    await stream.end();
  });
});

it("answers requests sent ahead in order", async () => {
  const { stream } = await joinNewWorld(service);
  const step = (direction: number) => ({
    actions: { 1: move(direction) },
    requestedObservations: [POSITION],
  });
  for (const direction of [0, 0, 2, 9, 3]) stream.send({ $case: "step", value: step(direction) });
  const positions = [];
  for (let t = 0; t < 5; t++) {
    const answer = await stream.receive();
    positions.push(answer?.$case === "step" ? values(answer.value.observations[POSITION]) : answer?.$case);
  }
  expect(positions).toEqual([[4, 2], [3, 2], [3, 1], "error", [3, 2]]);
  await stream.end();
});
