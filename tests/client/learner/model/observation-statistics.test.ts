import "@tensorflow/tfjs-backend-cpu";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  copyStatistics,
  initialStatistics,
  type ObservationStatistics,
  observationScale,
  updateStatistics,
} from "../../../../client/learner/model/observation-statistics.js";
import { expectArray, expectNumbers } from "../../support/tensors.js";

it("are the mean and variance over steps and environments, for each representative and component", () => {
  // [T, k, B, d] = [2, 2, 2, 1]
  const observations = Float32Array.of(1, 3, 10, 10, 5, 7, 20, 20);
  const { count, mean, variance } = updateStatistics(initialStatistics(2), observations, [2, 2, 2, 1]);
  expect(count).toBe(4);
  expectNumbers(mean, [4, 15]);
  expectNumbers(variance, [5, 25]);
});

it("tell components apart", () => {
  // [T, k, B, d] = [1, 1, 2, 3]
  const observations = Float32Array.of(1, 10, 100, 3, 20, 100);
  const { mean, variance } = updateStatistics(initialStatistics(3), observations, [1, 1, 2, 3]);
  expectNumbers(mean, [2, 15, 100]);
  expectNumbers(variance, [1, 25, 0]);
});

it("of batch after batch are those of all at once", () => {
  const [k, B, d] = [2, 2, 1];
  const step = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: k * B * d, maxLength: k * B * d });
  const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  const take = (statistics: ObservationStatistics, steps: number[][]) =>
    updateStatistics(statistics, Float32Array.from(steps.flat()), [steps.length, k, B, d]);
  fc.assert(
    fc.property(batches, (parts) => {
      const merged = parts.reduce(take, initialStatistics(k * d));
      const whole = take(initialStatistics(k * d), parts.flat());
      expect(merged.count).toBe(whole.count);
      expectNumbers(merged.mean, whole.mean, 8);
      expectNumbers(merged.variance, whole.variance, 7);
    }),
  );
});

it("leave observations as they are before there are any", () => {
  const { mean, deviation, limit } = observationScale(initialStatistics(4), 2);
  expectArray(mean, [[[0, 0]], [[0, 0]]]);
  expectArray(deviation, [[[1, 1]], [[1, 1]]]);
  expectArray(limit, Number.POSITIVE_INFINITY);
});

it("give a scale that is never 0, and a limit of five deviations", () => {
  const statistics = updateStatistics(initialStatistics(2), Float32Array.of(3, 3, 7, 9), [1, 2, 2, 1]);
  const { mean, deviation, limit } = observationScale(statistics, 2);
  expectArray(mean, [[[3]], [[8]]]);
  expectArray(deviation, [[[1e-4]], [[1]]]);
  expectArray(limit, 5);
});

it("of one representative can be made another's", () => {
  const statistics = {
    count: 4,
    mean: Float64Array.of(1, 2, 3, 4),
    variance: Float64Array.of(5, 6, 7, 8),
  };
  expect(copyStatistics(statistics, 2, 1, 0)).toEqual({
    count: 4,
    mean: Float64Array.of(3, 4, 3, 4),
    variance: Float64Array.of(7, 8, 7, 8),
  });
  expect([...statistics.mean]).toEqual([1, 2, 3, 4]);
});
