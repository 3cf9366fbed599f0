/** The best k funds for n investors. */
export interface BestFunds {
  /** xⱼ of each fund, whose weights are xⱼ M⁻¹m, from the boldest; fewer than k if there are fewer investors. */
  readonly multiples: Float64Array;
  /** The fund of each investor, [n]. */
  readonly assignment: Int32Array;
  /** Mean over investors of their gain a step, in units of s² = m′M⁻¹m. */
  readonly gain: number;
}

/**
 * The best k constant funds for investors with risk aversions γ₁ … γₙ, whose mean gain a step from weights π is
 * π·m − γᵢ π′Mπ/2, with m and M the mean and the second moments of excess returns that are independent over time.
 *
 * 1. Of all π with equal π′Mπ, a multiple of M⁻¹m has the largest π·m (Cauchy and Schwarz). So funds are π = x M⁻¹m, worth
 *    s² (x − γᵢ x²/2) to investor i, with s² = m′M⁻¹m; with one investor x = 1/γ, which is Merton's rule (Merton 1969).
 * 2. An investor prefers x to y < x if and only if γᵢ < 2/(x + y), so that each fund serves a range of sorted γ.
 * 3. For a group G, Σ (x − γᵢ x²/2) is largest at x = |G| / Σ γᵢ, the inverse of its mean γ, and is then |G|² / (2 Σ γᵢ).
 * 4. So the best division of sorted γ into k ranges is found by dynamic programming,
 *      V(j, b) = max over a ≤ b of V(j − 1, a) + (b − a)² / (2 (Γ(b) − Γ(a))),  Γ(b) = γ₁ + … + γ_b,
 *    whose best a grows with b, since by step 2 the values of ranges obey the quadrangle inequality (Yao 1980).
 * No policy that looks at the past does better: returns are independent of it, and a random π only adds to π′Mπ.
 * @param aversions - γ, [n], above 0
 * @param numFunds - k
 */
export function bestFunds(aversions: ArrayLike<number>, numFunds: number): BestFunds {
  const n = aversions.length;
  const k = Math.min(numFunds, n);
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => aversions[a] - aversions[b]);
  const sums = new Float64Array(n + 1);
  order.forEach((i, b) => {
    sums[b + 1] = sums[b] + aversions[i];
  });
  const { starts, value } = divide(sums, k);
  const multiples = new Float64Array(k);
  const assignment = new Int32Array(n);
  for (let j = k - 1, end = n; j >= 0; end = starts[j][end], j--) {
    const start = starts[j][end];
    multiples[j] = (end - start) / (sums[end] - sums[start]);
    for (let b = start; b < end; b++) assignment[order[b]] = j;
  }
  return { multiples, assignment, gain: value / n };
}

/** The best division of sorted investors into ranges. */
interface Division {
  /** For each number of ranges j + 1 and each end b, where the last range starts; [k][n + 1]. */
  readonly starts: readonly Int32Array[];
  /** The sum over investors, in units of s². */
  readonly value: number;
}

/**
 * @param sums - Γ, [n + 1]
 * @param k - number of ranges, at most n
 */
function divide(sums: Float64Array, k: number): Division {
  const n = sums.length - 1;
  const range = (a: number, b: number) => (b - a) ** 2 / (2 * (sums[b] - sums[a]));
  let values = Float64Array.from(sums, (_, b) => (b === 0 ? 0 : range(0, b)));
  const starts = [new Int32Array(n + 1)];
  for (let j = 1; j < k; j++) {
    const next = new Float64Array(n + 1).fill(Number.NEGATIVE_INFINITY);
    const start = new Int32Array(n + 1);
    // Every range has an investor, so that the best start lies between those for smaller and for larger ends.
    const fill = (low: number, high: number, from: number, to: number): void => {
      if (low > high) return;
      const b = (low + high) >> 1;
      for (let a = Math.max(from, j); a <= Math.min(to, b - 1); a++) {
        const value = values[a] + range(a, b);
        if (value <= next[b]) continue;
        next[b] = value;
        start[b] = a;
      }
      fill(low, b - 1, from, start[b]);
      fill(b + 1, high, start[b], to);
    };
    fill(j + 1, n, j, n - 1);
    values = next;
    starts.push(start);
  }
  return { starts, value: values[n] };
}
