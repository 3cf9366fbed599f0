import * as tf from "@tensorflow/tfjs-core";

/** Each representative's scale of observations. */
export type ObservationScale = {
  /** [k, 1, d]. */
  readonly mean: tf.Tensor3D;
  /** [k, 1, d]. */
  readonly deviation: tf.Tensor3D;
  /** Normalised observations are clipped to ± this; a scalar, infinite where they stay as they are. */
  readonly limit: tf.Scalar;
};

/**
 * (s − mean)/deviation, clipped.
 * @param observations - [k, m, d]
 * @returns [k, m, d]
 */
export function normalizeObservations(
  observations: tf.Tensor3D,
  { mean, deviation, limit }: ObservationScale,
): tf.Tensor3D {
  const scaled = tf.div(tf.sub(observations, mean), deviation);
  return tf.maximum(tf.neg(limit), tf.minimum(limit, scaled));
}
