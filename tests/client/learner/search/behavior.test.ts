import { expect, it } from "vitest";
import { createRollout, type Rollout } from "../../../../client/learner/rollout/rollout.js";
import { episodesOf, windowsOf } from "../../../../client/learner/search/behavior.js";
import { box } from "../../../../envs/index.js";

const SIZES = { numRepresentatives: 2, numAgents: 2, observationSize: 1, actionSpace: box([1], -1, 1) };

/** Of one environment for each of two representatives; agent 0 is paid a half at each step, agent 1 never. */
function rolloutOf(steps: number, ...lastSteps: number[]): Rollout {
  const rollout = createRollout(SIZES, steps, 1);
  for (let row = 0; row < steps * 2; row++) rollout.rewards[row * 2] = 0.5;
  for (const t of lastSteps) rollout.done.fill(1, t * 2, t * 2 + 2);
  return rollout;
}

/** `windowsOf` gives one array again and again: its values have to be read in between. */
function valuesOf(rollout: Rollout, lengths: readonly number[]) {
  const values: number[][] = [];
  for (const { representative, utilities } of windowsOf(rollout, lengths)) {
    values.push([representative, ...utilities]);
  }
  return values;
}

it("scales windows of 32 steps to the length of their representative's episodes", () => {
  expect(valuesOf(rolloutOf(70), [320, 64])).toEqual([
    [0, 160, 0],
    [0, 160, 0],
    [1, 32, 0],
    [1, 32, 0],
  ]);
});

it("takes a window that ends its episode as it is, and begins the next one there", () => {
  expect(valuesOf(rolloutOf(48, 9, 41), [320, 64])).toEqual([
    [0, 5, 0],
    [0, 16, 0],
    [1, 5, 0],
    [1, 16, 0],
  ]);
});

it("does not scale down", () => {
  expect(valuesOf(rolloutOf(32), [10, 0]).map(([, value]) => value)).toEqual([16, 16]);
});

it("has nothing to say of rollouts shorter than a window", () => {
  expect(valuesOf(rolloutOf(31), [320, 64])).toEqual([]);
});

it("takes an episode for what it was above the mean of its representative's, on top of its utilities", () => {
  const rollout = createRollout(SIZES, 4, 2);
  const episode = (environment: number, ...returns: number[]) => ({
    ...{ environment, returns: Float32Array.from(returns), length: 2 },
    finalObservation: new Float32Array(1),
  });
  const episodes = [episode(0, -4, -9), episode(2, -8, -1), episode(1, -2, -3)];
  expect([...episodesOf(rollout, episodes, Float64Array.of(-10, -20, -30, -40))]).toEqual([
    { representative: 0, utilities: Float64Array.of(-11, -23) },
    { representative: 1, utilities: Float64Array.of(-30, -40) },
    { representative: 0, utilities: Float64Array.of(-9, -17) },
  ]);
});
