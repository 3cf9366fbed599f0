import * as tf from "@tensorflow/tfjs-core";

/** A linear layer and its inputs, for g groups of r rows. */
export interface LinearLayer {
  /** [g, r, h]. */
  readonly features: tf.Tensor3D;
  /** [g, h, n]. */
  readonly weight: tf.Tensor3D;
  /** [g, 1, n]. */
  readonly bias: tf.Tensor3D;
}

/** @returns [g, r, n] */
export function linearOutputs({ features, weight, bias }: LinearLayer): tf.Tensor3D {
  return tf.add(tf.matMul(features, weight), bias);
}

/** From so many outputs for each feature, the squared error is computed without the outputs. */
const MANY_OUTPUTS = 4;

/**
 * Mean of (y − target)² over everything, where y are the layer's outputs.
 * @param targets - [g, r, n]; no gradient flows to them
 */
export function linearSquaredError(layer: LinearLayer, targets: tf.Tensor3D): tf.Scalar {
  const [, , n] = targets.shape;
  const [, , h] = layer.features.shape;
  return n < MANY_OUTPUTS * h ? plainSquaredError(layer, targets) : expandedSquaredError(layer, targets);
}

/** The mean squared error from the outputs. */
export function plainSquaredError(layer: LinearLayer, targets: tf.Tensor3D): tf.Scalar {
  return tf.mean(tf.square(tf.sub(targets, linearOutputs(layer))));
}

/**
 * The mean squared error without the outputs: with X = [features, 1] and W = [weight; bias],
 *   Σ (XW − T)² = Σ XᵀX ∘ WWᵀ − 2 Σ XᵀT ∘ W + Σ T²
 * Of products with [g, r, n] numbers, a gradient step needs two, XᵀT and TWᵀ, where the plain form needs three and
 * five passes over as many numbers besides. A minibatch step with k = 50, n = 1000 takes 0.7 times as long.
 *
 * The terms are rounded to about 10⁻⁶ of the targets' squares. So much is the value off, which may be below 0 where
 * the error is that small. A gradient is off by about 10⁻⁶ of the targets, which is far less than minibatches differ.
 */
export function expandedSquaredError(
  { features, weight, bias }: LinearLayer,
  targets: tf.Tensor3D,
): tf.Scalar {
  const [g, r, n] = targets.shape;
  const x = tf.concat([features, tf.ones([g, r, 1])], 2);
  const w = tf.concat([weight, bias], 1);
  const squares = tf.sum(tf.mul(tf.matMul(x, x, true), tf.matMul(w, w, false, true)));
  const products = tf.sum(tf.mul(tf.matMul(x, targets, true), w));
  const total = tf.add(tf.sub(squares, tf.mul(2, products)), tf.sum(tf.square(targets)));
  return tf.div(total, g * r * n);
}
