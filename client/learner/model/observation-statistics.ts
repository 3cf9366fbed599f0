import { type Arrays, ndArray } from "../../jit/nd-array.js";
import type { ObservationScale } from "../../ops/normalization.js";

/** Running mean and variance of each representative's observations. */
export interface ObservationStatistics {
  /** Number of observations of each representative so far. */
  readonly count: number;
  /** [k, d]. */
  readonly mean: Float64Array;
  /** [k, d]. */
  readonly variance: Float64Array;
}

/** Statistics before any observation; they leave observations unscaled. */
export function initialStatistics(size: number): ObservationStatistics {
  return { count: 0, mean: new Float64Array(size), variance: new Float64Array(size).fill(1) };
}

/**
 * Copies one representative's statistics to another.
 * @param numRepresentatives - k
 */
export function copyStatistics(
  { count, mean, variance }: ObservationStatistics,
  numRepresentatives: number,
  from: number,
  to: number,
): ObservationStatistics {
  const d = mean.length / numRepresentatives;
  const copy = (values: Float64Array) => values.slice().copyWithin(to * d, from * d, (from + 1) * d);
  return { count, mean: copy(mean), variance: copy(variance) };
}

/**
 * Takes back what an update did to the statistics of some representatives.
 * @param mayChange - [k]
 */
export function keepStatistics(
  after: ObservationStatistics,
  before: ObservationStatistics,
  mayChange: readonly boolean[],
): ObservationStatistics {
  const d = after.mean.length / mayChange.length;
  const kept = (name: "mean" | "variance") =>
    after[name].map((value, i) => (mayChange[Math.floor(i / d)] ? value : before[name][i]));
  return { count: after.count, mean: kept("mean"), variance: kept("variance") };
}

/**
 * Merges a batch in (Chan et al. 1979).
 * @param observations - [T, k, B, d]
 * @param shape - T, k, B, d
 */
export function updateStatistics(
  statistics: ObservationStatistics,
  observations: Float32Array,
  shape: readonly [number, number, number, number],
): ObservationStatistics {
  const batch = batchMoments(observations, shape);
  const added = shape[0] * shape[2];
  const count = statistics.count + added;
  const share = added / count;
  const shift = statistics.mean.map((mean, i) => batch.mean[i] - mean);
  return {
    count,
    mean: statistics.mean.map((mean, i) => mean + share * shift[i]),
    variance: statistics.variance.map(
      (variance, i) =>
        (1 - share) * variance + share * batch.variance[i] + share * (1 - share) * shift[i] ** 2,
    ),
  };
}

/** Mean and variance over T and B, each [k, d]. */
function batchMoments(
  observations: Float32Array,
  [T, k, B, d]: readonly [number, number, number, number],
): { mean: Float64Array; variance: Float64Array } {
  const mean = new Float64Array(k * d);
  const variance = new Float64Array(k * d);
  const column = (i: number): number => Math.floor(i / (B * d)) * d + (i % d);
  const row = k * B * d;
  for (let i = 0; i < observations.length; i++) mean[column(i % row)] += observations[i] / (T * B);
  for (let i = 0; i < observations.length; i++) {
    const c = column(i % row);
    variance[c] += (observations[i] - mean[c]) ** 2 / (T * B);
  }
  return { mean, variance };
}

/** Normalised observations are clipped to ± this many standard deviations. */
const CLIP = 5;

/** @param numRepresentatives - k */
export function observationScale(
  { count, mean, variance }: ObservationStatistics,
  numRepresentatives: number,
): Arrays<ObservationScale> {
  const known = count > 0;
  const shape = [numRepresentatives, 1, mean.length / numRepresentatives];
  const deviation = known ? variance.map((x) => Math.sqrt(x + 1e-8)) : variance;
  return {
    mean: { shape, data: Float32Array.from(mean) },
    deviation: { shape, data: Float32Array.from(deviation) },
    limit: ndArray([known ? CLIP : Number.POSITIVE_INFINITY]),
  };
}
