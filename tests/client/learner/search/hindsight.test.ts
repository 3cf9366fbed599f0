import { beforeEach, describe, expect, it } from "vitest";
import { createRollout, type Rollout } from "../../../../client/learner/rollout/rollout.js";
import { payingWhatIsAdded, paysAtTheEnd } from "../../../../client/learner/search/hindsight.js";
import type { FinishedEpisode } from "../../../../client/remote/environments/environments.js";
import { discrete } from "../../../../envs/index.js";

const SIZES = { numRepresentatives: 2, numAgents: 2, observationSize: 1, actionSpace: discrete(2) };

/** Four steps of one environment for each of two representatives; both end episodes at step 1, and 1 at step 3. */
let rollout: Rollout;

const pay = (t: number, representative: number, ...rewards: number[]) =>
  rollout.rewards.set(rewards, (t * 2 + representative) * 2);

const episode = (environment: number, ...returns: number[]): FinishedEpisode => ({
  environment,
  length: 2,
  returns: Float32Array.from(returns),
  finalObservation: new Float32Array(1),
});

const EPISODES = [episode(0, 6, 3), episode(1, 2, 8), episode(1, 9, 0)];

beforeEach(() => {
  rollout = createRollout(SIZES, 4, 1);
  rollout.done.set([1, 1], 2);
  rollout.done[7] = 1;
  pay(1, 0, 6, 3);
  pay(1, 1, 2, 8);
  pay(3, 1, 9, 0);
});

describe("paysAtTheEnd", () => {
  it("is so if every episode's returns came with its last step", () => {
    expect(paysAtTheEnd(rollout, EPISODES)).toBe(true);
  });

  it("is not so if any part of a return came before", () => {
    expect(paysAtTheEnd(rollout, [...EPISODES.slice(0, 2), episode(1, 9, 0.5)])).toBe(false);
    expect(paysAtTheEnd(rollout, [episode(0, 6.5, 3), ...EPISODES.slice(1)])).toBe(false);
  });

  it("is not known before an episode has ended", () => {
    rollout.done.fill(0);
    expect(paysAtTheEnd(rollout, [])).toBe(false);
  });
});

it("payingWhatIsAdded leaves of returns what is above the best of the others, in rewards of its own", () => {
  const before = rollout.rewards.slice();
  const paying = payingWhatIsAdded(rollout, Float64Array.of(5, 1, 4, 7));
  // Representative 0: 6 − 4, 3 − 7; representative 1: 2 − 5, 8 − 1, then 9 − 5, 0 − 1.
  const expected = before.slice();
  expected.set([2, 0, 0, 7], 4);
  expected.set([4, 0], 14);
  expect([...paying.rewards]).toEqual([...expected]);
  expect([...rollout.rewards]).toEqual([...before]);
  expect({ ...paying, rewards: rollout.rewards }).toEqual(rollout);
});

it("pays, summed over agents, what an episode adds to what agents have", () => {
  const Q = Float64Array.of(5, 1, 4, 7);
  const { rewards } = payingWhatIsAdded(rollout, Q);
  const others = [4, 7];
  const [a, b] = [Math.max(6, others[0]), Math.max(3, others[1])];
  expect(rewards[4] + rewards[5]).toBe(a + b - others[0] - others[1]);
});
