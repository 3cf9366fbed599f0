import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gae } from "../../../client/ops/gae.js";
import { createRng } from "../../../envs/rng.js";
import { expectNumbers, expectTensor } from "../support/tensors.js";

/** [T, 1, 1, 1]. */
const series = (...values: number[]) => tf.tensor4d(values, [values.length, 1, 1, 1]);

/** Steps of time, [T, k, B, n] each; the last two are [T, k, B, 1]. */
interface Steps {
  readonly rewards: tf.Tensor4D;
  readonly values: tf.Tensor4D;
  readonly nextValues: tf.Tensor4D;
  readonly noBootstrap?: tf.Tensor4D;
  readonly done: tf.Tensor4D;
}

/** Advantages of all steps of a rollout, [T, k, B, n]. */
function advantagesOf({ noBootstrap, ...steps }: Steps, discount: number, decay: number) {
  const nothing = tf.zerosLike(tf.squeeze(tf.slice(steps.rewards, 0, 1), [0])) as tf.Tensor3D;
  return gae({ ...steps, noBootstrap: noBootstrap ?? tf.zerosLike(steps.done) }, nothing, discount, decay);
}

const THREE_STEPS = {
  rewards: series(1, 2, 3),
  values: series(1, 1, 2),
  nextValues: series(1, 2, 4),
  done: series(0, 0, 0),
};

describe("gae of one column, γ = λ = ½", () => {
  it("discounts the temporal differences ½, 2, 3 that follow", () => {
    expectNumbers(advantagesOf(THREE_STEPS, 0.5, 0.5).dataSync(), [0.5 + 0.25 * 2.75, 2 + 0.25 * 3, 3]);
  });

  it("sees nothing beyond a termination", () => {
    const terminated = { ...THREE_STEPS, noBootstrap: series(0, 1, 0), done: series(0, 1, 0) };
    expectNumbers(advantagesOf(terminated, 0.5, 0.5).dataSync(), [0.5 + 0.25 * 1, 1, 3]);
  });

  it("sees the value of the final state at a truncation, and nothing beyond", () => {
    const truncated = { ...THREE_STEPS, done: series(0, 1, 0) };
    expectNumbers(advantagesOf(truncated, 0.5, 0.5).dataSync(), [0.5 + 0.25 * 2, 2, 3]);
  });

  it("ends a batch as a truncation does", () => {
    const last = { ...THREE_STEPS, done: series(0, 0, 1) };
    expect(advantagesOf(last, 0.5, 0.5).arraySync()).toEqual(advantagesOf(THREE_STEPS, 0.5, 0.5).arraySync());
  });
});

const numbers = (length: number) =>
  fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: length, maxLength: length });
const trajectories = fc.integer({ min: 1, max: 8 }).chain((T) =>
  fc.record({
    rewards: numbers(T),
    values: numbers(T + 1),
    discount: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

const rolloutOf = (rewards: number[], values: number[]) => ({
  rewards: series(...rewards),
  values: series(...values.slice(0, -1)),
  nextValues: series(...values.slice(1)),
  done: series(...rewards.map(() => 0)),
});

describe("gae's limits", () => {
  it("λ = 0 gives temporal differences", () => {
    fc.assert(
      fc.property(trajectories, ({ rewards, values, discount }) => {
        const differences = rewards.map((reward, t) => reward + discount * values[t + 1] - values[t]);
        expectNumbers(advantagesOf(rolloutOf(rewards, values), discount, 0).dataSync(), differences, 4);
      }),
      { numRuns: 30 },
    );
  });

  it("λ = γ = 1 gives Monte Carlo returns less values", () => {
    fc.assert(
      fc.property(trajectories, ({ rewards, values }) => {
        const advantages = rewards.map(
          (_, t) => rewards.slice(t).reduce((a, b) => a + b, values[rewards.length]) - values[t],
        );
        expectNumbers(advantagesOf(rolloutOf(rewards, values), 1, 1).dataSync(), advantages, 3);
      }),
      { numRuns: 30 },
    );
  });
});

describe("gae of [T, k, B, n]", () => {
  const [T, k, B, n] = [4, 2, 3, 2];
  const rng = createRng(0, "gae");
  const random = (width: number) =>
    tf.tensor4d(
      Float32Array.from({ length: T * k * B * width }, () => rng.normal()),
      [T, k, B, width],
    );
  const rollout = {
    rewards: random(n),
    values: random(n),
    nextValues: random(n),
    done: tf.cast(tf.greater(random(1), 0.5), "float32") as tf.Tensor4D,
  };
  const all = advantagesOf(rollout, 0.9, 0.8);

  it("goes on where a later block ended", () => {
    const part = (from: number) =>
      Object.fromEntries(
        Object.entries(rollout).map(([name, x]) => [name, tf.slice(x, from, T / 2)]),
      ) as typeof rollout;
    const later = advantagesOf(part(T / 2), 0.9, 0.8);
    const following = tf.squeeze(tf.slice(later, 0, 1), [0]) as tf.Tensor3D;
    const earlier = gae({ ...part(0), noBootstrap: tf.zerosLike(part(0).done) }, following, 0.9, 0.8);
    expectTensor(tf.concat([earlier, later]), all.arraySync());
  });

  it.each([0, 1].flatMap((j) => [0, 1, 2].flatMap((b) => [0, 1].map((i) => [j, b, i] as const))))(
    "representative %i's environment %i and agent %i are a column by themselves",
    (j, b, i) => {
      const column = (x: tf.Tensor4D) => tf.slice(x, [0, j, b, Math.min(i, x.shape[3] - 1)], [T, 1, 1, 1]);
      const alone = {
        rewards: column(rollout.rewards),
        values: column(rollout.values),
        nextValues: column(rollout.nextValues),
        done: column(rollout.done),
      };
      expectTensor(advantagesOf(alone, 0.9, 0.8), column(all).arraySync());
    },
  );
});
