import { describe, expect, it } from "vitest";
import { createRollout } from "../../../../client/learner/rollout/rollout.js";
import { differByMoreThanLuck, reliability } from "../../../../client/learner/search/reliability.js";
import { createRng } from "../../../../envs/rng.js";
import { CATEGORICAL } from "../../support/problem.js";

const B = 256;

/** Two representatives in 256 environments each for a window of 32 steps, with these rewards of agent 1. */
function rolloutOf(reward: (t: number, j: number, b: number) => number) {
  const rollout = createRollout(CATEGORICAL, 32, B);
  for (let t = 0; t < 32; t++) {
    for (let j = 0; j < 2; j++) {
      for (let b = 0; b < B; b++) rollout.rewards[((t * 2 + j) * B + b) * 3 + 1] = reward(t, j, b);
    }
  }
  return rollout;
}

describe("the reliability of windows", () => {
  it("is 1 where each acts in its own way in all steps, and where none differs", () => {
    expect(reliability(rolloutOf((_, j, b) => j + b))).toBeCloseTo(1, 12);
    expect(reliability(rolloutOf(() => 3))).toBe(1);
  });

  it("is 1 where no window is whole", () => {
    expect(reliability(createRollout(CATEGORICAL, 31, B))).toBe(1);
  });

  it("is by hand that of even and odd steps", () => {
    // Windows b have even halves 16 · [0, 1, 2, 3] and odd halves 16 · [0, 2, 1, 3]: r = 4/5.
    const values = [
      [0, 1, 2, 3],
      [0, 2, 1, 3],
    ];
    expect(reliability(rolloutOf((t, _, b) => values[t % 2][b % 4]))).toBeCloseTo((2 * 0.8) / 1.8, 6);
  });

  it("is by hand that of all representatives, each compared with its own mean", () => {
    // Less their means, windows of representative 0 have halves 16 · [−1, 1] and 16 · [−1, 1], and those of
    // representative 1 have 16 · [−2, 2] and 16 · [2, −2]: r = (1 − 4) / (1 + 4) = −3/5.
    const rollout = rolloutOf((t, j, b) => (j === 0 ? (b % 2) * 2 : 100 + 4 * ((b + t) % 2)));
    expect(reliability(rollout)).toBeCloseTo((2 * -0.6) / 0.4, 6);
  });

  it("is that of shorter windows where episodes end", () => {
    // Episodes of four steps have rewards of their own, which their halves share.
    const rollout = rolloutOf((t, _, b) => Math.floor(t / 4) + b);
    for (let t = 3; t < 32; t += 4) rollout.done.fill(1, t * 2 * B, (t + 1) * 2 * B);
    expect(reliability(rollout)).toBeCloseTo(1, 6);
  });

  it("tells behavior from luck", () => {
    const rng = createRng(0);
    const luck = rolloutOf(() => rng.normal());
    expect(Math.abs(reliability(luck))).toBeLessThan(0.25);
    expect(differByMoreThanLuck(luck)).toBe(false);
    // Windows of representative 1 also differ by ±½ at every step.
    const behavior = rolloutOf((_, j, b) => rng.normal() + (j === 1 ? (b % 2) - 0.5 : 0));
    expect(differByMoreThanLuck(behavior)).toBe(true);
  });
});
