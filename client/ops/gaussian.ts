import * as tf from "@tensorflow/tfjs-core";

const LOG_2PI = Math.log(2 * Math.PI);

/** Independent normal distributions of an action's components. */
export interface Gaussian {
  /** [k, m, a]. */
  readonly mean: tf.Tensor3D;
  /** [k, 1, a]; the same in every state. */
  readonly logStd: tf.Tensor3D;
}

/**
 * log π(a|s) = −½ Σ ((μ − a)/σ)² − Σ [ log σ + ½ log 2π ]
 * @param actions - [k, m, a]
 * @returns [k, m]
 */
export function gaussianLogProb({ mean, logStd }: Gaussian, actions: tf.Tensor3D): tf.Tensor2D {
  const z = tf.mul(tf.sub(mean, actions), tf.exp(tf.neg(logStd)));
  // The second sum is the same in every state, so that it and its gradient are of few numbers.
  const scale = tf.sum<tf.Tensor2D>(tf.add(logStd, 0.5 * LOG_2PI), 2);
  return tf.sub(tf.mul(-0.5, tf.sum(tf.square(z), 2)), scale);
}

/**
 * H = Σ [ log σ + ½ (1 + log 2π) ]
 * @returns [k, 1]
 */
export function gaussianEntropy({ logStd }: Gaussian): tf.Tensor2D {
  return tf.sum(tf.add(logStd, 0.5 * (1 + LOG_2PI)), 2);
}
