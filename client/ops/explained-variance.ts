import * as tf from "@tensorflow/tfjs-core";

/** Mean and variance of some numbers; scalars. */
export type Moments = {
  readonly mean: tf.Scalar;
  readonly variance: tf.Scalar;
};

/** @param values - any shape */
export function moments(values: tf.Tensor): Moments {
  return { ...(tf.moments(values) as Moments) };
}

/** Means and variances of groups of equal size. */
export interface GroupMoments {
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
}

/**
 * 1 − Var[G − V] / Var[G]: 1 is a perfect critic, 0 one no better than a constant.
 * @param returns - moments of G
 * @param errors - moments of G − V
 */
export function explainedVariance(returns: GroupMoments, errors: GroupMoments): number {
  return 1 - totalVariance(errors) / Math.max(totalVariance(returns), 1e-12);
}

/** The variance of all groups together: the mean variance within groups plus the variance of their means. */
function totalVariance(groups: GroupMoments): number {
  const means = Array.from(groups.mean);
  const center = average(means);
  return average(Array.from(groups.variance)) + average(means.map((mean) => (mean - center) ** 2));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
