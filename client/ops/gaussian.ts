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
 * log π(a|s) = −½ Σ [ ((a − μ)/σ)² + 2 log σ + log 2π ]
 * @param actions - [k, m, a]
 * @returns [k, m]
 */
export function gaussianLogProb({ mean, logStd }: Gaussian, actions: tf.Tensor3D): tf.Tensor2D {
  const z = tf.div(tf.sub(actions, mean), tf.exp(logStd));
  return tf.mul(-0.5, tf.sum(tf.add(tf.square(z), tf.add(tf.mul(2, logStd), LOG_2PI)), 2));
}

/**
 * H = Σ [ log σ + ½ (1 + log 2π) ]
 * @returns [k, 1]
 */
export function gaussianEntropy({ logStd }: Gaussian): tf.Tensor2D {
  return tf.sum(tf.add(logStd, 0.5 * (1 + LOG_2PI)), 2);
}
