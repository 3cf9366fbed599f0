import * as tf from "@tensorflow/tfjs-core";

/** A rollout as GAE sees it, time first. */
export interface ValuedRollout {
  /** [T, k, B, n]. */
  readonly rewards: tf.Tensor4D;
  /** [T, k, B, n]. */
  readonly values: tf.Tensor4D;
  /** [T, k, B, n]; value of the true successor, 0 if terminated. */
  readonly nextValues: tf.Tensor4D;
  /** [T, k, B, 1]; 1 where the episode ended, terminated or truncated. */
  readonly done: tf.Tensor4D;
}

/**
 * Generalised advantage estimation, one column per agent.
 *   δₜ = rₜ + γ V(sₜ₊₁) − V(sₜ)
 *   Âₜ = δₜ + γλ(1 − doneₜ)Âₜ₊₁
 * Schulman et al. 2016, eq. 11 and 16.
 * @param discount - γ
 * @param decay - λ
 * @returns agentAdvantages, [T, k, B, n]
 */
export function gae(rollout: ValuedRollout, discount: number, decay: number): tf.Tensor4D {
  const { rewards, values, nextValues, done } = rollout;
  return tf.tidy(() => {
    const deltas = tf.unstack(tf.sub(tf.add(rewards, tf.mul(discount, nextValues)), values));
    const continuations = tf.unstack(tf.mul(discount * decay, tf.sub(1, done)));
    const advantages = [...deltas];
    for (let t = deltas.length - 2; t >= 0; t--) {
      advantages[t] = tf.add(deltas[t], tf.mul(continuations[t], advantages[t + 1]));
    }
    return tf.stack(advantages) as tf.Tensor4D;
  });
}
