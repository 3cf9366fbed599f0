import * as tf from "@tensorflow/tfjs-core";

/**
 * log π(a|s) of a categorical distribution.
 * @param logits - [k, m, a]
 * @param actions - [k, m], int32
 * @returns [k, m]
 */
export function categoricalLogProb(logits: tf.Tensor3D, actions: tf.Tensor2D): tf.Tensor2D {
  const chosen = tf.cast(tf.oneHot(actions, logits.shape[2]), "float32");
  return tf.sum(tf.mul(chosen, tf.logSoftmax(logits)), 2);
}

/**
 * H = −Σ π log π
 * @param logits - [k, m, a]
 * @returns [k, m]
 */
export function categoricalEntropy(logits: tf.Tensor3D): tf.Tensor2D {
  const logProbs = tf.logSoftmax(logits);
  return tf.neg(tf.sum(tf.mul(tf.exp(logProbs), logProbs), 2));
}
