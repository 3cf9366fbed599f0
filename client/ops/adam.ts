import * as tf from "@tensorflow/tfjs-core";

/** A flat parameter vector and Adam's estimates for it. */
export type AdamState = {
  /** [P]. */
  readonly theta: tf.Tensor1D;
  /** First moment, [P]. */
  readonly mean: tf.Tensor1D;
  /** Second moment, [P]. */
  readonly variance: tf.Tensor1D;
  /** Steps taken; a scalar. */
  readonly step: tf.Scalar;
};

const BETA1 = 0.9;
const BETA2 = 0.999;

/**
 * One step of Adam on the whole vector.
 *   m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  θ ← θ − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
 * Kingma and Ba 2015, algorithm 1.
 * @param gradient - [P]
 * @param learningRate - η; a scalar
 */
export function adamStep(
  state: AdamState,
  gradient: tf.Tensor1D,
  learningRate: tf.Scalar,
  epsilon: number,
): AdamState {
  const step = tf.add<tf.Scalar>(state.step, 1);
  const mean = tf.add<tf.Tensor1D>(tf.mul(BETA1, state.mean), tf.mul(1 - BETA1, gradient));
  const variance = tf.add<tf.Tensor1D>(tf.mul(BETA2, state.variance), tf.mul(1 - BETA2, tf.square(gradient)));
  const rate = tf.div(learningRate, tf.sub(1, tf.pow(BETA1, step)));
  const deviation = tf.sqrt(tf.div(variance, tf.sub(1, tf.pow(BETA2, step))));
  const change = tf.div(tf.mul(rate, mean), tf.add(deviation, epsilon));
  return { theta: tf.sub(state.theta, change), mean, variance, step };
}

/**
 * Scales a gradient down to a norm, if it is longer.
 * @param gradient - [P]
 */
export function clipByNorm(gradient: tf.Tensor1D, norm: number): tf.Tensor1D {
  const length = tf.sqrt(tf.sum(tf.square(gradient)));
  return tf.mul(gradient, tf.minimum(1, tf.div(norm, tf.add(length, 1e-6))));
}
