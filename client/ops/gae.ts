import * as tf from "@tensorflow/tfjs-core";

/** A time step of a rollout as GAE sees it. */
export interface ValuedStep {
  /** [k, B, n]. */
  readonly rewards: tf.Tensor3D;
  /** [k, B, n]. */
  readonly values: tf.Tensor3D;
  /** [k, B, n]; value of the true successor, 0 if terminated. */
  readonly nextValues: tf.Tensor3D;
  /** [k, B, 1]; 1 where the episode ended, terminated or truncated. */
  readonly done: tf.Tensor3D;
}

/**
 * Generalised advantage estimation, one column per agent: a step back in time.
 *   δₜ = rₜ + γ V(sₜ₊₁) − V(sₜ)
 *   Âₜ = δₜ + γλ(1 − doneₜ)Âₜ₊₁
 * Schulman et al. 2016, eq. 11 and 16.
 * @param nextAdvantages - Âₜ₊₁, [k, B, n]; 0 after the last step
 * @param discount - γ
 * @param decay - λ
 * @returns agentAdvantages Âₜ, [k, B, n]
 */
export function gae(
  { rewards, values, nextValues, done }: ValuedStep,
  nextAdvantages: tf.Tensor3D,
  discount: number,
  decay: number,
): tf.Tensor3D {
  const delta = tf.sub(tf.add(rewards, tf.mul(discount, nextValues)), values);
  const continuation = tf.mul(discount * decay, tf.sub(1, done));
  return tf.add(delta, tf.mul(continuation, nextAdvantages));
}
