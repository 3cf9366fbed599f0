import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dmEnvRpc } from "../../../proto/index.js";
import { packTensor } from "../../../server/dm-env-rpc/tensors.js";
import { type RunningServer, startServer } from "../../../server/index.js";
import { rejection } from "../support/stream.js";
import { connectWorlds, errorOf, joinNewWorld, openWorldStream, settings } from "../support/worlds.js";

const { DataType } = dmEnvRpc;

let server: RunningServer;
let grpc: ReturnType<typeof connectWorlds>;
beforeAll(async () => {
  server = await startServer({ port: 0, workers: 0, maxAgents: 100, maxMessageBytes: 20_000 });
  grpc = connectWorlds(server.address);
});
afterAll(async () => {
  grpc.client.close();
  await server.close();
});

describe("a step that is refused names the uid, and changes nothing", () => {
  const floats = (shape: number[], ...elements: number[]) => packTensor(DataType.FLOAT, shape, elements);
  const refused: [string, Record<number, dmEnvRpc.Tensor>, number[], string][] = [
    [
      "an unknown observation",
      { 1: floats([3], 0) },
      [1, 9],
      "requested_observations: expected uids from 1 to 7, got 9",
    ],
    ["observation 0", { 1: floats([3], 0) }, [0], "requested_observations: expected uids from 1 to 7, got 0"],
    ["an unknown action", { 2: floats([3], 0) }, [], 'actions: expected only uid 1 ("action"), got uid 2'],
    ["no action", {}, [], "actions[1]: expected an action, got nothing"],
    [
      "another type",
      { 1: packTensor(DataType.DOUBLE, [3], [0]) },
      [],
      "actions[1]: expected FLOAT [3], got DOUBLE [3]",
    ],
    ["another rank", { 1: floats([3, 1], 0) }, [], "actions[1]: expected FLOAT [3], got FLOAT [3, 1]"],
    ["another length", { 1: floats([-1], 0, 0) }, [], "actions[1]: expected FLOAT [3], got FLOAT [2]"],
    [
      "a length beyond all",
      { 1: floats([2 ** 30], 0) },
      [],
      "actions[1]: expected FLOAT [3], got FLOAT [1073741824]",
    ],
    [
      "too few elements",
      { 1: floats([3], 0, 0) },
      [],
      "actions[1]: expected 3 elements for shape [3], or 1 for all of them, got 2",
    ],
    [
      "one out of bounds",
      { 1: floats([3], 0, 1.5, 0) },
      [],
      "actions[1]: expected a number from -1 to 1 at [1], got 1.5",
    ],
    [
      "none at all",
      { 1: floats([3], Number.NaN) },
      [],
      "actions[1]: expected a number from -1 to 1 at [0], got NaN",
    ],
  ];

  it.each(refused)("%s", async (_name, actions, requestedObservations, message) => {
    const [disturbed, other] = await Promise.all(
      [0, 1].map(() => joinNewWorld(grpc, { env: "hopper", agents: 1, seed: 1 })),
    );
    await disturbed.stream.step();
    await other.stream.step();
    const error = await rejection(disturbed.stream.request("step", { actions, requestedObservations }));
    expect(error).toMatchObject({ message, reason: "INVALID_VALUE" });
    // −1 and a single element are as good as any.
    const given = await disturbed.stream.step(floats([-1], 0.5, 0.5, 0.5), 1, 2);
    expect(given).toEqual(await other.stream.step(floats([3], 0.5), 1, 2));
    await disturbed.stream.end();
    await other.stream.end();
  });
});

describe("settings", () => {
  it.each([
    [{}, "settings.env: expected an environment's id, a string, got nothing"],
    [{ env: 3 }, "settings.env: expected an environment's id, a string, got 3"],
    [
      { env: "hoper" },
      'settings.env: expected one of resource-gathering, half-cheetah, hopper, walker2d, ant, half-cheetah-velocity, ant-direction, humanoid-direction, portfolio, portfolio-regimes, got "hoper"',
    ],
    [
      { env: "resource-gathering", speed: 1 },
      'settings: expected only env, agents, seed, max_episode_steps, got "speed"',
    ],
    [
      { env: "hopper", max_episode_steps: 0.5 },
      "settings.max_episode_steps: expected an integer in [1, 1000000], got 0.5",
    ],
    [{ env: "hopper", report_geometry: "yes" }, 'settings.report_geometry: expected a boolean, got "yes"'],
    [
      { env: "hopper", min_target_velocity: 3 },
      "settings.min_target_velocity: expected at most max_target_velocity, which is 2.5, got 3",
    ],
    [
      { env: "hopper", seed: -1 },
      "settings.seed: expected a whole number from 0 to 9007199254740991 (2^53 − 1), got -1",
    ],
    [{ env: "hopper", agents: 0 }, "settings.agents: expected at least 1, got 0"],
    [
      { env: "hopper", agents: 0.5 },
      "settings.agents: expected a whole number, or numbers θ [n, p], got 0.5",
    ],
    [{ env: "hopper", agents: 101 }, "settings.agents: expected at most 100 agents, got 101"],
    [
      { env: "resource-gathering", agents: 3 },
      "settings.agents: expected 25 (one a tile; give parameters for another population), got 3",
    ],
  ])("%j are refused", async (values, message) => {
    const stream = openWorldStream(grpc);
    const error = await rejection(stream.create(settings(values as Record<string, string | number>)));
    expect(error.message).toBe(message);
    await stream.end();
  });

  const create = async (name: string, tensor: dmEnvRpc.Tensor) => {
    const stream = openWorldStream(grpc);
    const worldName = stream.create({ ...settings({ env: "hopper" }), [name]: tensor });
    return worldName.finally(() => stream.end());
  };
  const doubles = (shape: number[], ...elements: number[]) => packTensor(DataType.DOUBLE, shape, elements);

  it.each([
    ["agents", doubles([2], 0.5, 1), "settings.agents: expected shape [any, 1], got [2]"],
    ["agents", doubles([2, 1], 0.5, 9), "settings.agents: expected target_velocity in [0, 2.5], got 9"],
    ["agents", doubles([101, 1], 0.5), "settings.agents: expected at most 100 agents, got 101"],
    [
      "agents",
      doubles([1, 2 ** 30], 0.5),
      "settings.agents: expected at most 20000 bytes of parameters, got 8589934592",
    ],
    [
      "agents",
      packTensor(DataType.STRING, [1, 1], ["a"]),
      "settings.agents: expected a whole number, or numbers θ [n, p], got STRING [1, 1]",
    ],
    [
      "seed",
      doubles([1], 3),
      "settings.seed: expected a number, a bool or a string, with an empty shape, got DOUBLE [1]",
    ],
    [
      "seed",
      packTensor(DataType.PROTO, [], [{ typeUrl: "", value: Buffer.of() }]),
      "settings.seed: expected a number, a bool or a string, with an empty shape, got a message",
    ],
  ])("%s that cannot be are refused", async (name, tensor, message) => {
    expect((await rejection(create(name, tensor))).message).toBe(message);
  });

  it("agents may be given as numbers of any type", async () => {
    for (const tensor of [doubles([2, 1], 1, 2), packTensor(DataType.UINT8, [-1, 1], [1, 2])]) {
      await expect(create("agents", tensor)).resolves.toMatch(/./);
    }
  });
});

describe("requests out of order", () => {
  it("say what comes first", async () => {
    const { stream, worldName } = await joinNewWorld(grpc);
    const again = await rejection(stream.join(worldName));
    expect(again.message).toBe("join_world: expected one world at a time, got another: leave first");
    const destroyed = await rejection(stream.request("destroyWorld", { worldName }));
    expect(destroyed.message).toBe(
      `world_name: expected a world that no stream has joined, got "${worldName}": leave it first`,
    );
    await stream.request("leaveWorld", {});
    await stream.request("leaveWorld", {});
    const notJoined = { reason: "NOT_ATTACHED", message: "this stream has joined no world: join one first" };
    expect(await rejection(stream.step())).toMatchObject(notJoined);
    expect(await rejection(stream.request("reset", { settings: {} }))).toMatchObject(notJoined);
    const joinSettings = stream.request("joinWorld", { worldName, settings: settings({ seed: 1 }) });
    expect((await rejection(joinSettings)).message).toBe('settings: expected none, got "seed"');
    await stream.join(worldName);
    await stream.end();
  });

  it("name a world there is not", async () => {
    const stream = openWorldStream(grpc);
    const worldName = "atlantis";
    const message = 'world_name: expected a world of this server that is not destroyed, got "atlantis"';
    for (const request of [
      stream.join(worldName),
      stream.request("resetWorld", { worldName, settings: {} }),
      stream.request("destroyWorld", { worldName }),
    ]) {
      expect(await rejection(request)).toMatchObject({ message, code: 5 });
    }
    await stream.end();
  });
});

it("what is not a request is answered in its place, and the stream goes on", async () => {
  const { serialize } = { serialize: (bytes: Buffer) => bytes };
  const { path, responseDeserialize } = dmEnvRpc.EnvironmentService.process;
  const call = grpc.client.makeBidiStreamRequest(path, serialize, responseDeserialize);
  const requests = [
    Buffer.of(0xff),
    Buffer.of(),
    // step { requested_observations: 2^64 − 1 }
    Buffer.of(0x1a, 0x0c, 0x12, 0x0a, ...new Array(9).fill(0xff), 0x01),
    dmEnvRpc.EnvironmentService.process.requestSerialize({
      payload: { $case: "extension", value: { typeUrl: "x", value: Buffer.of() } },
    }),
    dmEnvRpc.EnvironmentService.process.requestSerialize({ payload: { $case: "leaveWorld", value: {} } }),
  ];
  for (const request of requests) call.write(request);
  call.end();
  const answers: string[] = [];
  for await (const { payload } of call as AsyncIterable<dmEnvRpc.EnvironmentResponse>) {
    answers.push(payload?.$case === "error" ? errorOf(payload).message : `${payload?.$case}`);
  }
  const expected =
    "request: expected create_world, join_world, step, reset, reset_world, leave_world or destroy_world, got";
  expect(answers).toEqual([
    expect.stringMatching(`^${expected} 1 undecodable bytes \\(.*\\)$`),
    `${expected} none of these`,
    expect.stringMatching(`^${expected} 14 undecodable bytes \\(.*MAX_SAFE_INTEGER\\)$`),
    `${expected} extension`,
    "leaveWorld",
  ]);
});

it("a world whose steps would be too large a message is refused", async () => {
  const small = await startServer({ port: 0, workers: 0, maxMessageBytes: 2200 });
  const { client, ...worlds } = connectWorlds(small.address);
  const stream = openWorldStream(worlds);
  const error = await rejection(stream.create(settings({ env: "hopper", agents: 100 })));
  expect(error).toMatchObject({ reason: "LIMIT", code: 8 });
  expect(error.message).toMatch(/^settings: expected at most 2200 bytes of observations, got \d+$/);
  const { stream: fits } = await joinNewWorld(worlds, { env: "hopper", agents: 80 });
  await fits.step(undefined, 1, 2, 3, 4, 5, 6, 7);
  await fits.end();
  await stream.end();
  client.close();
  await small.close();
});
