// The example of an environment of one's own, loaded as users load theirs, in every place that serves it.

import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { DataType, DescribeEnvironmentRequest, encodeTensor } from "../../../proto/index.js";
import { builtinEnvironments } from "../../../server/builtin-environments.js";
import { createEnvironmentService, loadEnvironments } from "../../../server/index.js";
import { discreteActions, openSession } from "../support/session.js";
import { hostInProcess, transports } from "../support/transports.js";
import { joinNewWorld } from "../support/worlds.js";

const EXAMPLE = fileURLToPath(new URL("../../../envs/examples/thermostat.js", import.meta.url));
const WANTED = [20, 21, 26];
const kind = {
  $case: "parameters",
  value: encodeTensor(DataType.DATA_TYPE_FLOAT64, [3, 1], Float64Array.from(WANTED)),
} as const;

const floats = ({ data }: { data: Uint8Array }) => [...new Float32Array(Uint8Array.from(data).buffer)];

describe.each(transports)("$name", ({ host }) => {
  it("lists, describes and steps it, beside the built-in ones", async () => {
    const { service, close } = await host(await loadEnvironments([EXAMPLE]));
    onTestFinished(close);
    const { environments } = await service.listEnvironments({});
    expect(environments.map(({ id }) => id)).toEqual([...builtinEnvironments.keys(), "thermostat"]);
    const choice = DescribeEnvironmentRequest.fromPartial({ environmentId: "thermostat" });
    const { spec } = await service.describeEnvironment(choice);
    expect(spec).toMatchObject({ numAgents: 10, maxEpisodeSteps: 48, dt: 1800 });

    const session = await openSession(service, { environmentId: "thermostat", agents: { kind } });
    const before = floats((await session.reset()).observations!);
    const { observations, rewards } = await session.step(discreteActions([0, 1, 2]));
    const after = floats(observations!);
    for (const j of [0, 1, 2]) {
      const outside = before[2 * j + 1];
      expect(before[2 * j]).toBe(20);
      expect(after[2 * j]).toBeCloseTo(20 + 0.1 * (outside - 20) + 2 * (j - 1), 5);
    }
    const worth = WANTED.map((t) => Math.max(0, 1 - Math.abs(after[4] - t) / 2));
    const dense = rewards!.encoding!.value as { data: Uint8Array };
    floats(dense)
      .slice(6)
      .forEach((reward, i) => {
        expect(reward).toBeCloseTo(worth[i], 5);
      });
  });
});

it("is a world of dm_env_rpc", async () => {
  const service = createEnvironmentService({ workers: 1, ...(await loadEnvironments([EXAMPLE])) });
  onTestFinished(() => service.close());
  const { stream, specs } = await joinNewWorld(service, { env: "thermostat", agents: 4 });
  expect(Object.values(specs.observations).find(({ name }) => name === "reward")?.shape).toEqual([4]);
  expect(await stream.step()).toMatchObject({ state: 1 });
  await stream.end();
});

it("needs its module where threads step", async () => {
  const { registry } = await loadEnvironments([EXAMPLE]);
  const error = new RangeError("workers: expected 0 with a registry of one's own and no modules, got 2");
  await expect(hostInProcess({ registry, workers: 2 })).rejects.toThrow(error);
});
