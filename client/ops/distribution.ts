/** How welfare is spread over agents. */
export interface Distribution {
  /** The least that any agent has. */
  readonly worst: number;
  /** What nine in ten agents have at least. */
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
 * Between the two values around it, in proportion: with h = q (n − 1),
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
 * 0 where all have the same, near 1 where one has everything.
 *   G = Σᵢⱼ |xᵢ − xⱼ| / (2 n² x̄) = Σᵢ (2i − n − 1) x₍ᵢ₎ / (n Σ x)
 * Gini 1912; Sen 1973, "On Economic Inequality", section 2.7.
 * @param sorted - [n], ascending
 * @returns null where it says nothing: a share of the whole needs values of at least 0 that are not all 0
 */
export function giniCoefficient(sorted: Float64Array): number | null {
  const n = sorted.length;
  const total = sorted.reduce((a, b) => a + b, 0);
  if (sorted[0] < 0 || total === 0) return null;
  const weighted = sorted.reduce((sum, x, i) => sum + (2 * (i + 1) - n - 1) * x, 0);
  // Where all have the same, rounding may leave a little less than 0.
  return Math.max(weighted / (n * total), 0);
}
