/**
 * Nash weights: the gradient of Σᵢ log(Vᵢ − dᵢ + c), the logarithm of the product of agents' gains, scaled so that
 * their mean is 1.
 *   wᵢ ∝ 1 / (max(Vᵢ − dᵢ, 0) + c)
 * A gain is the difference to what an agent has without an agreement, d (Nash 1950, "The bargaining problem"). If d is
 * not known, it is the worst value or 0, whichever is less. Positive values thus count from 0, as in the product of
 * utilities. With negative values, such as costs, the worst-off agent has a gain of 0.
 * @param values - V, [n]
 * @param offset - c above 0, in the values' unit, so that an agent without a gain has a finite weight
 * @param disagreement - d, [n], in the values' unit
 * @returns w, [n]
 */
export function nashWeights(
  values: ArrayLike<number>,
  offset: number,
  disagreement?: ArrayLike<number>,
): Float64Array {
  const lowest = Array.from(values).reduce((a, b) => Math.min(a, b), 0);
  const weights = Float64Array.from(
    values,
    (value, i) => 1 / (Math.max(value - (disagreement?.[i] ?? lowest), 0) + offset),
  );
  const scale = weights.length / weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w * scale);
}
