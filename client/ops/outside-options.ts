/** What agents have without a representative, [n]; −∞ of those for whom there is nothing else. */
export type OutsideOptions = Float64Array;

/**
 * Who takes part: an agent that gets no more from its representatives than it has without them opts out.
 *   Vᵢ > oᵢ
 * @param values - V, [n]
 * @param outsideOptions - o, [n], in the values' unit
 */
export function participants(values: Float64Array, outsideOptions: OutsideOptions): boolean[] {
  return Array.from(values, (value, i) => value > outsideOptions[i]);
}

/**
 * What agents have in the end, their outside options where these are no less.
 *   max(Vᵢ, oᵢ)
 * @param values - V, [n], or Q, [k, n]
 * @param outsideOptions - o, [n], in the values' unit
 * @returns as `values`
 */
export function withOutsideOptions(values: Float64Array, outsideOptions: OutsideOptions): Float64Array {
  return values.map((value, c) => Math.max(value, outsideOptions[c % outsideOptions.length]));
}
