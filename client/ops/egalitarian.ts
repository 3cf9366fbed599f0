/**
 * A differentiable minimum, between the smallest value (τ → 0) and the mean (τ → ∞).
 *   m = −τ log( (1/n) Σᵢ exp(−Vᵢ / τ) )
 * Boyd and Vandenberghe 2004, section 3.1.5 (log-sum-exp), on −V / τ.
 * @param values - V, [n]
 * @param temperature - τ, in the values' unit
 */
export function softMinimum(values: ArrayLike<number>, temperature: number): number {
  const exponentials = shiftedExponentials(values, temperature);
  return least(values) - temperature * Math.log(sum(exponentials) / values.length);
}

/**
 * Egalitarian weights: n times the gradient of the soft minimum, so that their mean is 1.
 *   wᵢ = n exp(−Vᵢ / τ) / Σ exp(−V / τ)
 * @param values - V, [n]
 * @param temperature - τ, in the values' unit: an agent with τ more than another has 1/e of its weight
 * @returns w, [n]
 */
export function egalitarianWeights(values: ArrayLike<number>, temperature: number): Float64Array {
  const exponentials = shiftedExponentials(values, temperature);
  const scale = values.length / sum(exponentials);
  return exponentials.map((x) => x * scale);
}

/** exp(−(V − min V) / τ), whose largest entry is always 1. */
function shiftedExponentials(values: ArrayLike<number>, temperature: number): Float64Array {
  const lowest = least(values);
  return Float64Array.from(values, (value) => Math.exp((lowest - value) / temperature));
}

function least(values: ArrayLike<number>): number {
  return Array.from(values).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
}

function sum(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}
