import * as tf from "@tensorflow/tfjs-core";
import { clippedSurrogate } from "./clipped-surrogate.js";
import { type LinearLayer, linearSquaredError } from "./linear-layer.js";

/** An actor's loss and its metrics; scalars. */
export interface ActorLoss {
  /** The loss: a mean over transitions, summed over representatives. */
  readonly loss: tf.Scalar;
  /** The part of the loss from the surrogate, a mean over representatives. */
  readonly policyLoss: tf.Scalar;
  /** mean[(ρ − 1) − log ρ]: an estimate of KL(old ‖ new) (Schulman 2020). */
  readonly approxKl: tf.Scalar;
  /** Share of ratios outside 1 ± ε. */
  readonly clipfrac: tf.Scalar;
}

/** The inputs of an actor's loss, for m transitions of each of k policies. */
export interface ActorLossTerms {
  /** [k, m], of the actions under the policy being trained. */
  readonly logProbs: tf.Tensor2D;
  /** [k, m], under the policy that took them. */
  readonly oldLogProbs: tf.Tensor2D;
  /** [k, m], normalised. */
  readonly advantages: tf.Tensor2D;
  /** [k, m] or [k, 1]. */
  readonly entropy: tf.Tensor2D;
}

/** Coefficients of the actor's loss. */
export interface ActorLossCoefficients {
  /** ε. */
  readonly clip: number;
  /** Weight of the entropy bonus; a scalar. */
  readonly entropy: tf.Scalar;
}

/**
 * Clipped surrogate with an entropy bonus, summed over representatives.
 *   L = −Σⱼ meanₜ [ min(ρₜʲ Âₜʲ, clip(ρₜʲ, 1 − ε, 1 + ε) Âₜʲ) + c H(πʲ(·|sₜ)) ],  ρ = π(a|s) / π_old(a|s)
 * Schulman et al. 2017, eq. 7 and 9; Ivanov and Ben-Porat 2024, eq. 9 and 12.
 */
export function actorLoss(
  { logProbs, oldLogProbs, advantages, entropy }: ActorLossTerms,
  coefficients: ActorLossCoefficients,
): ActorLoss {
  const { clip } = coefficients;
  const k = logProbs.shape[0];
  const logRatio = tf.sub<tf.Tensor2D>(logProbs, oldLogProbs);
  const ratio = tf.exp<tf.Tensor2D>(logRatio);
  const surrogate = clippedSurrogate(ratio, advantages, clip);
  const policyLoss = tf.neg(tf.mean<tf.Scalar>(surrogate));
  const bonus = tf.mul<tf.Scalar>(coefficients.entropy, tf.mean(entropy));
  const outside = tf.greater(tf.abs(tf.sub(ratio, 1)), clip);
  return {
    loss: tf.mul(k, tf.sub(policyLoss, bonus)),
    policyLoss,
    approxKl: tf.mean(tf.sub(tf.sub(ratio, 1), logRatio)),
    clipfrac: tf.mean(tf.cast(outside, "float32")),
  };
}

/**
 * Squared error of the values, a mean over transitions and agents, summed over representatives.
 *   L = Σⱼ meanₜᵢ (Gₜⁱʲ − Vⁱʲ(sₜ))²
 * Ivanov and Ben-Porat 2024, eq. 8.
 * @param head - the critics' last layer, whose outputs are the values
 * @param returns - [k, m, n]
 */
export function criticLoss(head: LinearLayer, returns: tf.Tensor3D): tf.Scalar {
  const [k, , n] = returns.shape;
  const [groups, rows] = head.features.shape;
  return tf.mul(k, linearSquaredError(head, tf.reshape(returns, [groups, rows, n])));
}
