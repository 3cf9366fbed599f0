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
 * @param scale - if there is none, observations stay as they are
 * @returns [k, m, d]
 */
export function normalizeObservations(
  observations: tf.Tensor3D,
  scale: ObservationScale | undefined,
): tf.Tensor3D {
  if (scale === undefined) return observations;
  return tf.clipByValue(tf.div(tf.sub(observations, scale.mean), scale.deviation), -CLIP, CLIP);
}
