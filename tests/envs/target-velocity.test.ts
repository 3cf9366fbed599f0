import fc from "fast-check";
import { expect, test } from "vitest";
import { velocityRewards } from "../../envs/mujoco/target-velocity.js";

function rewardsOf(velocity: number, targets: number[], b: number): number[] {
  const rewards = new Float32Array(targets.length);
  velocityRewards(b)(Float64Array.of(velocity), Float64Array.from(targets), rewards);
  return [...rewards];
}

test("a target is worth 0.1, half the width off half of it, and nothing from b/20 on", () => {
  const rewards = rewardsOf(2, [2, 1.9, 2.1, 1.8, 2.2, 0, 4], 4);
  const expected = [0.1, 0.05, 0.05, 0, 0, 0, 0];
  rewards.forEach((reward, i) => {
    expect(reward).toBeCloseTo(expected[i], 8);
  });
  expect(rewards.slice(5)).toEqual([0, 0]);
});

test("a wider range of targets has wider rewards", () => {
  expect(rewardsOf(1, [1.1], 4)[0]).toBeCloseTo(0.05, 8);
  expect(rewardsOf(1, [1.1], 8)[0]).toBeCloseTo(0.075, 8);
});

test("rewards are the paper's times 0.1", () => {
  const number = fc.double({ min: -10, max: 10, noNaN: true });
  const b = fc.double({ min: 0.1, max: 10, noNaN: true });
  fc.assert(
    fc.property(number, number, b, (velocity, target, b) => {
      const paper = 1 - Math.min(1, (20 * Math.abs(target - velocity)) / b);
      expect(rewardsOf(velocity, [target], b)[0]).toBeCloseTo(0.1 * paper, 7);
    }),
  );
});
