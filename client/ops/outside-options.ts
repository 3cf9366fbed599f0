/** Agents' outside options: what they get without a representative, [n]; −∞ for agents that have none. */
export type OutsideOptions = Float64Array;

/**
 * Whether each agent takes part. An agent opts out if its representatives give it no more than its outside option.
 *   Vᵢ > oᵢ
 * @param values - V, [n]
 * @param outsideOptions - o, [n], in the values' unit
 */
export function participants(values: Float64Array, outsideOptions: OutsideOptions): boolean[] {
  return Array.from(values, (value, i) => value > outsideOptions[i]);
}

/**
 * Agents' welfare: their returns, or their outside options where these are at least as large.
 *   max(Vᵢ, oᵢ)
 * @param values - V, [n], or Q, [k, n]
 * @param outsideOptions - o, [n], in the values' unit
 * @returns as `values`
 */
export function withOutsideOptions(values: Float64Array, outsideOptions: OutsideOptions): Float64Array {
  return values.map((value, c) => Math.max(value, outsideOptions[c % outsideOptions.length]));
}
