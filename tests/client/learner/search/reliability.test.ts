import { describe, expect, it } from "vitest";
import { createRollout } from "../../../../client/learner/rollout/rollout.js";
import { reliability, reliableRepresentatives } from "../../../../client/learner/search/reliability.js";
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
    expect(
      reliability(
        rolloutOf((_, j, b) => j + b),
        0,
      ),
    ).toBeCloseTo(1, 12);
    expect(
      reliability(
        rolloutOf(() => 3),
        1,
      ),
    ).toBe(1);
  });

  it("is 1 where no window is whole", () => {
    expect(reliability(createRollout(CATEGORICAL, 31, B), 0)).toBe(1);
  });

  it("is by hand that of even and odd steps", () => {
    // Windows b have even halves 16 · [0, 1, 2, 3] and odd halves 16 · [0, 2, 1, 3]: r = 4/5.
    const values = [
      [0, 1, 2, 3],
      [0, 2, 1, 3],
    ];
    const rollout = rolloutOf((t, _, b) => values[t % 2][b % 4]);
    expect(reliability(rollout, 0)).toBeCloseTo((2 * 0.8) / 1.8, 6);
  });

  it("is that of shorter windows where episodes end", () => {
    // Episodes of four steps have rewards of their own, which their halves share.
    const rollout = rolloutOf((t, _, b) => Math.floor(t / 4) + b);
    for (let t = 3; t < 32; t += 4) rollout.done.fill(1, t * 2 * B, (t + 1) * 2 * B);
    expect(reliability(rollout, 1)).toBeCloseTo(1, 6);
  });

  it("tells behavior from luck", () => {
    const rng = createRng(0);
    // Of representative 0 all is luck; windows of representative 1 also differ by ±½ at every step.
    const rollout = rolloutOf((_, j, b) => rng.normal() + (j === 1 ? (b % 2) - 0.5 : 0));
    expect(Math.abs(reliability(rollout, 0))).toBeLessThan(0.25);
    expect(reliableRepresentatives(rollout)).toEqual([1]);
  });
});
