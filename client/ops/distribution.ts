/** How welfare is spread over agents. */
export interface Distribution {
  /** The lowest welfare of any agent. */
  readonly worst: number;
  /** The 10th percentile: nine in ten agents have at least this. */
  readonly percentile10: number;
  /** See `giniCoefficient`. */
  readonly gini: number | null;
}

/** @param values - [n] */
export function distributionOf(values: ArrayLike<number>): Distribution {
  const sorted = Float64Array.from(values).sort();
  return {
    worst: sorted[0],
    percentile10: quantile(sorted, 0.1),
    gini: giniCoefficient(sorted),
  };
}

/**
 * A quantile, interpolated linearly between the two values around it: with h = q (n − 1),
 *   x₍⌊h⌋₎ + (h − ⌊h⌋) (x₍⌊h⌋₊₁₎ − x₍⌊h⌋₎)
 * Hyndman and Fan 1996, definition 7, NumPy's default.
 * @param sorted - [n], ascending
 * @param q - 0 … 1
 */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/**
 * The Gini coefficient: 0 if all values are equal, near 1 if one agent has everything.
 *   G = Σᵢⱼ |xᵢ − xⱼ| / (2 n² x̄) = Σᵢ (2i − n − 1) x₍ᵢ₎ / (n Σ x)
 * Gini 1912; Sen 1973, "On Economic Inequality", section 2.7.
 * @param sorted - [n], ascending
 * @returns null if it is not defined, because a value is negative or all values are 0
 */
export function giniCoefficient(sorted: Float64Array): number | null {
  const n = sorted.length;
  const total = sorted.reduce((a, b) => a + b, 0);
  if (sorted[0] < 0 || total === 0) return null;
  const weighted = sorted.reduce((sum, x, i) => sum + (2 * (i + 1) - n - 1) * x, 0);
  // If all values are equal, rounding may give slightly less than 0.
  return Math.max(weighted / (n * total), 0);
}
