import { describe, expect, it } from "vitest";
import { createRng } from "../../envs/index.js";
import {
  DataType,
  type EnvironmentService,
  encodeTensor,
  type StepResponse,
  type Tensor,
} from "../../proto/index.js";
import { openSession, randomMoves, timeless } from "./support/session.js";
import { hostInProcess, transports } from "./support/transports.js";

/** FLOAT32 [N, 6] a step. */
function randomTorques(steps: number, numEnvs: number): Tensor[] {
  const rng = createRng(1, "torques");
  return Array.from({ length: steps }, () =>
    encodeTensor(
      DataType.DATA_TYPE_FLOAT32,
      [numEnvs, 6],
      Float32Array.from({ length: 6 * numEnvs }, () => 2 * rng.uniform() - 1),
    ),
  );
}

async function play(
  service: EnvironmentService,
  environmentId: string,
  actions: readonly Tensor[],
  seed = 7,
): Promise<StepResponse[]> {
  const numEnvironments = actions[0].shape[0];
  const session = await openSession(service, { environmentId, numEnvironments, seed });
  await session.reset();
  const steps: StepResponse[] = [];
  for (const action of actions) steps.push(timeless(await session.step(action)));
  await session.close();
  return steps;
}

const games = [
  { environmentId: "resource-gathering", actions: randomMoves(60, 5) },
  { environmentId: "half-cheetah", actions: randomTorques(10, 3) },
];

describe.each(transports)("the same bits, $name", ({ host }) => {
  it.each(games)("$environmentId", async ({ environmentId, actions }) => {
    const one = await hostInProcess();
    const other = await host();
    const expected = await play(one.service, environmentId, actions);
    expect(await play(other.service, environmentId, actions)).toEqual(expected);
    await one.close();
    await other.close();
  });
});

it("makes environment j that of a session seeded with seed + j, over shards and at a reset with a seed", async () => {
  const { service, close } = await hostInProcess({ workers: 2 });
  const fields = { environmentId: "half-cheetah" };
  const many = await openSession(service, { ...fields, numEnvironments: 3, seed: 7 });
  const last = await openSession(service, { ...fields, numEnvironments: 1, seed: 9 });
  const row = ({ data }: Tensor, j: number) => data.slice((j * data.length) / 3, ((j + 1) * data.length) / 3);
  expect(row((await many.reset()).observations!, 2)).toEqual((await last.reset()).observations!.data.slice());
  const reseeded = (await many.reset({ seed: 100 })).observations!;
  expect(row(reseeded, 2)).toEqual((await last.reset({ seed: 102 })).observations!.data.slice());
  expect((await many.reset({ seed: 100 })).observations).toEqual(reseeded);
  await close();
});
