import { expect, it } from "vitest";
import {
  AutoresetMode,
  bytesToArray,
  DataType,
  type FinishedEpisodes,
  type StepResponse,
  type Tensor,
} from "../../proto/index.js";
import { discreteActions, mask, openSession } from "./support/session.js";
import { rejection } from "./support/stream.js";
import { hostGrpc } from "./support/transports.js";

const float32 = (tensor: Tensor | undefined) => [...bytesToArray(DataType.DATA_TYPE_FLOAT32, tensor!.data)];
const int32 = (tensor: Tensor | undefined) => [...bytesToArray(DataType.DATA_TYPE_INT32, tensor!.data)];
const bits = (tensor: Tensor | undefined) => [...tensor!.data];
/** Row and column of each of three walkers. */
const positions = (observations: Tensor | undefined) => {
  const values = float32(observations);
  const width = observations!.shape[1];
  return Array.from({ length: observations!.shape[0] }, (_, j) => values.slice(j * width, j * width + 2));
};

/** Truncates every walker after two steps; the walker in the middle comes home with its second. */
async function playEpisode(mode: AutoresetMode) {
  const { service, close } = await hostGrpc({ workers: 2 });
  const options = { max_episode_steps: 2 };
  const session = await openSession(service, { autoresetMode: mode, options, infos: ["position"] });
  await session.reset();
  const first = await session.step(discreteActions([0, 0, 0]));
  const last = await session.step(discreteActions([0, 1, 2]));
  return { session, first, last, close };
}

const step = (last: StepResponse) => ({
  terminated: bits(last.terminated),
  truncated: bits(last.truncated),
});

function expectEpisode(finished: FinishedEpisodes | undefined): void {
  expect(int32(finished?.environments)).toEqual([0, 1, 2]);
  expect(int32(finished?.lengths)).toEqual([2, 2, 2]);
  const returns = finished?.returns?.encoding;
  const values = returns?.$case === "dense" ? float32(returns.value) : [];
  expect(values.filter((value) => value !== 0)).toEqual([Math.fround(0.98), Math.fround(0.98)]);
}

it("SAME_STEP, also when unspecified: the last step resets, and what ended comes beside", async () => {
  for (const mode of [AutoresetMode.AUTORESET_MODE_SAME_STEP, AutoresetMode.AUTORESET_MODE_UNSPECIFIED]) {
    const { session, first, last, close } = await playEpisode(mode);
    expect(first.finished).toBeUndefined();
    expect(step(last)).toEqual({ terminated: [0, 1, 0], truncated: [1, 0, 1] });
    expectEpisode(last.finished);
    const home = [4, 2];
    expect(positions(last.observations)).toEqual([home, home, home]);
    expect(positions(last.finished?.finalObservations)).toEqual([[2, 2], home, [3, 1]]);
    expect(int32(last.infos.position)).toEqual([...home, ...home, ...home]);
    expect(int32(last.finished?.finalInfos.position)).toEqual([2, 2, ...home, 3, 1]);
    const next = await session.step(discreteActions([0, 0, 0]));
    expect(positions(next.observations)).toEqual([
      [3, 2],
      [3, 2],
      [3, 2],
    ]);
    await close();
  }
});

it("NEXT_STEP: the step after resets, ignoring its action", async () => {
  const { session, last, close } = await playEpisode(AutoresetMode.AUTORESET_MODE_NEXT_STEP);
  expect(step(last)).toEqual({ terminated: [0, 1, 0], truncated: [1, 0, 1] });
  expectEpisode(last.finished);
  expect(last.finished?.finalObservations).toBeUndefined();
  expect(last.finished?.finalInfos).toEqual({});
  expect(positions(last.observations)).toEqual([
    [2, 2],
    [4, 2],
    [3, 1],
  ]);
  const next = await session.step(discreteActions([0, 0, 0]));
  expect(step(next)).toEqual({ terminated: [0, 0, 0], truncated: [0, 0, 0] });
  expect(next.finished).toBeUndefined();
  expect(positions(next.observations)).toEqual([
    [4, 2],
    [4, 2],
    [4, 2],
  ]);
  const rewards = next.rewards?.encoding;
  expect(rewards?.$case === "dense" && float32(rewards.value).every((value) => value === 0)).toBe(true);
  await close();
});

it("DISABLED: a finished environment must be reset before it is stepped", async () => {
  const { session, last, close } = await playEpisode(AutoresetMode.AUTORESET_MODE_DISABLED);
  expectEpisode(last.finished);
  const again = () =>
    session.stream.request(session.next, {
      $case: "step",
      value: { actions: discreteActions([0, 0, 0]) },
    });
  const error = await rejection(again());
  expect(error.reason).toBe("EPISODE_OVER");
  expect(error.message).toBe(
    'the episode of environment 0 is over: reset it before stepping (autoreset is disabled) (env "resource-gathering")',
  );
  await session.reset({ mask: mask(1, 0, 1) });
  expect((await rejection(again())).message).toContain("environment 1");
  const { observations } = await session.reset({ mask: mask(0, 1, 0) });
  expect(positions(observations)).toEqual([
    [4, 2],
    [4, 2],
    [4, 2],
  ]);
  expect(positions((await again()).observations)).toEqual([
    [3, 2],
    [3, 2],
    [3, 2],
  ]);
  await close();
});
