import * as tf from "@tensorflow/tfjs-core";

/** The inputs of GAE for S successive steps of a rollout. */
export interface ValuedSteps {
  /** [S, k, B, n]. */
  readonly rewards: tf.Tensor4D;
  /** [S, k, B, n]. */
  readonly values: tf.Tensor4D;
  /** [S, k, B, n]; values of the true successors. */
  readonly nextValues: tf.Tensor4D;
  /** [S, k, B, 1]; 1 where the successor counts as worth 0, as after a terminal step. */
  readonly noBootstrap: tf.Tensor4D;
  /** [S, k, B, 1]; 1 where the episode ended, terminated or truncated. */
  readonly done: tf.Tensor4D;
}

/**
 * Generalised advantage estimation, one column per agent.
 *   δₜ = rₜ + γ(1 − noBootstrapₜ) V(sₜ₊₁) − V(sₜ)
 *   Âₜ = δₜ + γλ(1 − doneₜ)Âₜ₊₁
 * Schulman et al. 2016, eq. 11 and 16.
 * @param following - Âₜ₊₁ of the last step, [k, B, n]; 0 at a rollout's end
 * @param discount - γ
 * @param decay - λ
 * @returns agentAdvantages, [S, k, B, n]
 */
export function gae(
  { rewards, values, nextValues, noBootstrap, done }: ValuedSteps,
  following: tf.Tensor3D,
  discount: number,
  decay: number,
): tf.Tensor4D {
  // Factors are combined while they are small, since arrays with n agents are expensive.
  const discounts = tf.mul(discount, tf.sub(1, noBootstrap));
  const deltas = tf.unstack(tf.sub(tf.add(rewards, tf.mul(discounts, nextValues)), values));
  const continuations = tf.unstack(tf.mul(discount * decay, tf.sub(1, done)));
  const advantages: tf.Tensor[] = [];
  let next: tf.Tensor = following;
  for (let t = deltas.length - 1; t >= 0; t--) {
    next = tf.add(deltas[t], tf.mul(continuations[t], next));
    advantages.unshift(next);
  }
  return tf.stack(advantages) as tf.Tensor4D;
}
