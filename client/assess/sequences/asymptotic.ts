import type { ConfidenceSequence } from "./sequence.js";

/** Number of observations before which the interval says nothing, since the variance is not known well enough. */
const FIRST = 20;
/** Number of observations at which the interval is to be narrowest, among the choices of ρ. */
const TUNED_FOR = 100;

/**
 * An asymptotic confidence sequence, for observations of which only a finite variance is known:
 *   x̄ ± σ̂ √( 2 (tρ² + 1) / (t²ρ²) · log( √(tρ² + 1) / α ) )
 * Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2024, "Time-uniform central limit theory and asymptotic confidence
 * sequences", theorem 2.2, with ρ² = (−2 log α + log(1 − 2 log α)) / 100, its equation for a narrow interval at t = 100.
 * As an interval from the central limit theorem does, it has its level only in the limit: rare and extreme outcomes that have not been
 * seen yet are not in σ̂. If all observations are equal, the interval has no width.
 * @param error - α, between 0 and 1, of both ends together
 */
export function asymptoticSequence(error: number): ConfidenceSequence {
  const squaredRho = (-2 * Math.log(error) + Math.log(1 - 2 * Math.log(error))) / TUNED_FOR;
  let [t, mean, squares] = [0, 0, 0];
  return {
    add(observation) {
      // Welford 1962.
      const change = observation - mean;
      mean += change / ++t;
      squares += change * (observation - mean);
    },
    interval() {
      if (t < FIRST) return { mean, lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
      const scale = t * squaredRho + 1;
      const width = Math.sqrt(((2 * scale) / (t * t * squaredRho)) * Math.log(Math.sqrt(scale) / error));
      const half = Math.sqrt(squares / (t - 1)) * width;
      return { mean, lower: mean - half, upper: mean + half };
    },
  };
}
