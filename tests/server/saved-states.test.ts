import { describe, expect, it } from "vitest";
import { DataType, encodeTensor, type Tensor } from "../../proto/index.js";
import { openSession, randomMoves, type TestSession, timeless } from "./support/session.js";
import { rejection } from "./support/stream.js";
import { hostGrpc, hostInProcess } from "./support/transports.js";

async function play(session: TestSession, actions: readonly Tensor[]) {
  const steps = [];
  for (const action of actions) steps.push(timeless(await session.step(action)));
  return steps;
}

const torques = Array.from({ length: 6 }, (_, t) =>
  encodeTensor(
    DataType.DATA_TYPE_FLOAT32,
    [3, 6],
    Float32Array.from({ length: 18 }, (_, i) => Math.sin(t + i)),
  ),
);
const games = [
  { environmentId: "resource-gathering", before: randomMoves(13, 3), after: randomMoves(60, 3, 1) },
  { environmentId: "half-cheetah", before: torques.slice(0, 3), after: torques.slice(3) },
];

describe.each(games)("saved states of $environmentId", ({ environmentId, before, after }) => {
  it("go on bit for bit in another session, on another server, in other threads", async () => {
    const here = await hostGrpc({ workers: 2 });
    const there = await hostInProcess();
    const saved = await openSession(here.service, { environmentId });
    await saved.reset();
    await play(saved, before);
    const states = await saved.save();
    const expected = await play(saved, after);
    const sessions = [
      saved,
      await openSession(here.service, { environmentId, seed: 99 }),
      await openSession(there.service, { environmentId, seed: 99 }),
    ];
    for (const session of sessions) {
      await session.restore(states);
      expect(await play(session, after)).toEqual(expected);
    }
    await here.close();
    await there.close();
  });

  it("can be branched from, and leave environments alone where empty", async () => {
    const { service, close } = await hostInProcess({ workers: 2 });
    const session = await openSession(service, { environmentId });
    await session.reset();
    await play(session, before);
    const states = await session.save();
    const empty = new Uint8Array();
    const observations = await session.restore([empty, states[0], states[0]]);
    const rows = [0, 1, 2].map((j) =>
      observations.data.slice((j * observations.data.length) / 3).slice(0, 4 * observations.shape[1]),
    );
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
    const again = await session.save();
    expect(again).toEqual([states[0], states[0], states[0]]);
    await close();
  });
});

it("refuses states of other environments, options or agents, and restores none", async () => {
  const { service, close } = await hostInProcess({ workers: 2 });
  const session = await openSession(service);
  await session.reset();
  const states = await session.save();
  const other = await openSession(service, { options: { max_episode_steps: 41 } });
  await other.reset();
  const [foreign] = await other.save();
  const before = await session.save();
  const { stream, next } = session;
  for (const bad of [foreign, states[2].with(20, states[2][20] ^ 1)]) {
    const value = { states: [states[1], states[1], bad] };
    const error = await rejection(stream.request(next, { $case: "restoreState", value }));
    expect(error).toMatchObject({ reason: "INVALID_VALUE", details: { where: "states[2]" } });
  }
  expect(await session.save()).toEqual(before);
  await close();
});
