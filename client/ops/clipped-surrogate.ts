import * as tf from "@tensorflow/tfjs-core";

/**
 * min(ρ Â, clip(ρ, 1 − ε, 1 + ε) Â) for each transition.
 * Schulman et al. 2017, eq. 7.
 *
 * Its gradient for ρ is Â where the first product is the smaller one or both are the same, and 0 elsewhere. It is given
 * here, since what TensorFlow.js derives from a minimum and a clip takes twice as many operators.
 * @param ratios - ρ, [k, m]
 * @param advantages - Â, [k, m]
 * @param clip - ε
 * @returns [k, m]
 */
export function clippedSurrogate(ratios: tf.Tensor2D, advantages: tf.Tensor2D, clip: number): tf.Tensor2D {
  const surrogate = tf.customGrad(((ratio: tf.Tensor, advantage: tf.Tensor, save: tf.GradSaveFunc) => {
    const clipped = tf.clipByValue(ratio, 1 - clip, 1 + clip);
    const [free, bounded] = [tf.mul(ratio, advantage), tf.mul(clipped, advantage)];
    const isFree = tf.lessEqual(free, bounded);
    save([ratio, advantage, clipped, isFree]);
    return { value: tf.minimum(free, bounded), gradFunc };
  }) as Parameters<typeof tf.customGrad>[0]);
  return surrogate(ratios, advantages) as tf.Tensor2D;
}

function gradFunc(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] {
  const [ratio, advantage, clipped, isFree] = saved;
  const ofRatio = tf.mul(tf.cast(isFree, "float32"), advantage);
  return [tf.mul(dy, ofRatio), tf.mul(dy, tf.where(isFree, ratio, clipped))];
}
