import * as tf from "@tensorflow/tfjs-core";

/**
 * Each representative's advantages, from those of the agents it serves.
 *   Âʲ = Σᵢ αⁱ(j) wᵢ Âⁱʲ
 * Ivanov and Ben-Porat 2024, section 3.2, where all wᵢ are 1.
 * @param agentAdvantages - Âⁱʲ or wᵢ Âⁱʲ, [k, m, n], or of S steps, [S, k, m, n]
 * @param weights - αⁱ(j) wᵢ or, with wᵢ Âⁱʲ, αⁱ(j); [k, n]
 * @returns [k, m] or [S, k, m]
 */
export function representativeAdvantages<T extends tf.Tensor2D | tf.Tensor3D = tf.Tensor2D>(
  agentAdvantages: tf.Tensor,
  weights: tf.Tensor2D,
): T {
  const [, n] = weights.shape;
  const steps = agentAdvantages.shape.slice(0, -2);
  const factors = tf.broadcastTo(tf.expandDims(weights, 2), [...steps, n, 1]);
  return tf.squeeze(tf.matMul(agentAdvantages, factors), [-1]);
}

/** Mean and standard deviation of each representative's advantages, both [k, 1]. */
export interface AdvantageScale {
  readonly mean: tf.Tensor2D;
  readonly deviation: tf.Tensor2D;
}

/** @param advantages - [k, m] */
export function advantageScale(advantages: tf.Tensor2D): AdvantageScale {
  const mean = tf.mean<tf.Tensor2D>(advantages, 1, true);
  const variance = tf.mean<tf.Tensor2D>(tf.square(tf.sub(advantages, mean)), 1, true);
  // The floor keeps the gradient finite where a representative serves nobody and all advantages are 0.
  return { mean, deviation: tf.sqrt(tf.maximum(variance, 1e-16)) };
}

/**
 * Advantages with mean 0 and deviation 1 for each representative.
 * @param advantages - [k, m]
 * @param epsilon - added to the deviation
 * @returns [k, m]
 */
export function normalizeAdvantages(
  advantages: tf.Tensor2D,
  { mean, deviation }: AdvantageScale,
  epsilon: number,
): tf.Tensor2D {
  return tf.div(tf.sub(advantages, mean), tf.add(deviation, epsilon));
}
