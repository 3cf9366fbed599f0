import * as tf from "@tensorflow/tfjs-core";

/** Normalised observations are clipped to ± this many standard deviations. */
const CLIP = 5;

/** Each representative's scale of observations: both [k, 1, d]. */
export interface ObservationScale {
  readonly mean: tf.Tensor3D;
  readonly deviation: tf.Tensor3D;
}

/**
 * (s − mean)/deviation, clipped.
 * @param observations - [k, m, d]
 * @returns [k, m, d]
 */
export function normalizeObservations(
  observations: tf.Tensor3D,
  { mean, deviation }: ObservationScale,
): tf.Tensor3D {
  return tf.clipByValue(tf.div(tf.sub(observations, mean), deviation), -CLIP, CLIP);
}
