import type { ConfidenceSequence } from "./sequence.js";

/** Largest λ, which keeps ψ(λ) small. */
const LARGEST_LAMBDA = 0.5;

/**
 * An empirical-Bernstein confidence sequence, for observations within bounds. It needs no other assumption and holds for
 * any number of observations. With x scaled to [0, 1],
 *   Σ λᵢxᵢ / Σ λᵢ ± ( log(2/α) + Σ (xᵢ − μ̂ᵢ₋₁)² ψ(λᵢ) ) / Σ λᵢ,  ψ(λ) = −log(1 − λ) − λ
 *   λᵢ = min( √( 2 log(2/α) / (σ̂²ᵢ₋₁ i log(1 + i)) ), 1/2 )
 * Howard, Ramdas, McAuliffe and Sekhon 2021, "Time-uniform, nonparametric, nonasymptotic confidence sequences", theorem 4,
 * in the form of Waudby-Smith and Ramdas 2024, "Estimating means of bounded random variables by betting", theorem 2.
 * @param error - α, between 0 and 1, of both ends together
 * @param low - no observation is below; the caller checks it
 * @param high - above `low`; no observation is above
 */
export function boundedSequence(error: number, low: number, high: number): ConfidenceSequence {
  const evidence = Math.log(2 / error);
  let t = 0;
  let sum = 0;
  /** ½ + Σx and ¼ + Σ(x − μ̂)²: the estimates begin as if one observation of ½ with variance ¼ had been made. */
  let [total, squares] = [1 / 2, 1 / 4];
  let [lambdas, weighted, spread] = [0, 0, 0];
  return {
    add(observation) {
      const x = (observation - low) / (high - low);
      const [meanBefore, varianceBefore] = [total / (t + 1), squares / (t + 1)];
      t++;
      const lambda = Math.min(
        Math.sqrt((2 * evidence) / (varianceBefore * t * Math.log(1 + t))),
        LARGEST_LAMBDA,
      );
      lambdas += lambda;
      weighted += lambda * x;
      spread += (x - meanBefore) ** 2 * (-Math.log1p(-lambda) - lambda);
      total += x;
      squares += (x - total / (t + 1)) ** 2;
      sum += observation;
    },
    interval() {
      if (t === 0) return { mean: (low + high) / 2, lower: low, upper: high };
      const [center, half] = [weighted / lambdas, (evidence + spread) / lambdas];
      const end = (share: number) => low + (high - low) * Math.min(Math.max(share, 0), 1);
      return { mean: sum / t, lower: end(center - half), upper: end(center + half) };
    },
  };
}
