import jStat from "jstat";
import type { ConfidenceSequence } from "./sequence.js";

/** Of the beta distribution that mixes the alternatives: Jeffreys' prior. */
const PRIOR = 0.5;
/** Halvings of an interval, down to the last bit of a share. */
const HALVINGS = 60;

/**
 * A confidence sequence for a share, from observations of 0 and 1. It holds for any number of observations: with s ones
 * in t, the shares p at which the mixture likelihood ratio is below 1/α,
 *   B(½ + s, ½ + t − s) / B(½, ½) / (pˢ (1 − p)ᵗ⁻ˢ) < 1/α
 * Robbins 1970, "Statistical methods related to the law of the iterated logarithm"; the inequality is that of Ville 1939.
 * @param error - α, between 0 and 1, of both ends together
 */
export function binomialSequence(error: number): ConfidenceSequence {
  let [t, ones] = [0, 0];
  return {
    add(observation) {
      t++;
      ones += observation;
    },
    interval() {
      if (t === 0) return { mean: 0.5, lower: 0, upper: 1 };
      const mean = ones / t;
      const mixture = jStat.betaln(PRIOR + ones, PRIOR + t - ones) - jStat.betaln(PRIOR, PRIOR);
      const excludes = (p: number) => mixture - logLikelihood(p, ones, t) >= Math.log(1 / error);
      return { mean, lower: edge(excludes, 0, mean), upper: edge(excludes, 1, mean) };
    },
  };
}

/** log pˢ (1 − p)ᵗ⁻ˢ */
function logLikelihood(p: number, ones: number, t: number): number {
  return (ones === 0 ? 0 : ones * Math.log(p)) + (ones === t ? 0 : (t - ones) * Math.log1p(-p));
}

/** The end of the interval between a share that may be outside and one that is inside. */
function edge(excludes: (p: number) => boolean, outside: number, inside: number): number {
  if (!excludes(outside)) return outside;
  let [out, within] = [outside, inside];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (out + within) / 2;
    if (excludes(middle)) out = middle;
    else within = middle;
  }
  return out;
}
