import type { RewardKernel, Rng } from "../../envs/index.js";

/**
 * rᵢ = θᵢ · r: the features are the environment's own reward vector.
 * @param rewardVector - r, [m]
 * @param weights - θ, [n, m]
 * @param rewards - [n], written
 */
export const weighedRewards: RewardKernel = (rewardVector, weights, rewards) => {
  const m = rewardVector.length;
  for (let i = 0; i < rewards.length; i++) {
    let sum = 0;
    for (let j = 0; j < m; j++) sum += weights[i * m + j] * rewardVector[j];
    rewards[i] = sum;
  }
};

/**
 * Weights that are uniform over the simplex: at least 0, with a sum of 1. They are exponential variables divided by their
 * sum (Devroye 1986, Non-Uniform Random Variate Generation, chapter V.2).
 * @param count - n
 * @param numObjectives - m
 * @returns θ, [n, m]
 */
export function sampleWeights(count: number, numObjectives: number, rng: Rng): Float64Array {
  const weights = new Float64Array(count * numObjectives);
  for (let i = 0; i < count; i++) {
    const row = weights.subarray(i * numObjectives, (i + 1) * numObjectives);
    for (let j = 0; j < numObjectives; j++) row[j] = -Math.log1p(-rng.uniform());
    const sum = row.reduce((a, b) => a + b, 0);
    for (let j = 0; j < numObjectives; j++) row[j] /= sum;
  }
  return weights;
}

/** Sums in float32 may round beyond their bounds by this share. */
const ROUNDING = 1e-6;

/**
 * Bounds of every agent's reward. Weights are at least 0, and a weight of 0 makes nothing of an infinite bound.
 * @param low - of r, [m]
 * @param high - of r, [m]
 * @param weights - θ, [n, m]
 */
export function rewardBounds(
  low: readonly number[],
  high: readonly number[],
  weights: Float64Array,
): readonly [low: number, high: number] {
  const m = low.length;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < weights.length; i += m) {
    let [down, up] = [0, 0];
    for (let j = 0; j < m; j++) {
      if (weights[i + j] === 0) continue;
      down += weights[i + j] * low[j];
      up += weights[i + j] * high[j];
    }
    least = Math.min(least, down);
    most = Math.max(most, up);
  }
  return [least - ROUNDING * Math.abs(least), most + ROUNDING * Math.abs(most)];
}
