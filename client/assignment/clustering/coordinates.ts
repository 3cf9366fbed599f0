/** Squared lengths below this share of the largest one are rounding errors. */
const NEGLIGIBLE = 1e-12;

/**
 * Points with given inner products, in as few dimensions as possible. Their distances are those of the vectors behind
 * the products, so k-means groups both alike.
 *   G = L Lᵀ, row i of L is point i
 * This is the Cholesky factorization with the largest remaining pivot first (Higham 2009, "Cholesky factorization").
 * @param products - G, [n, n], symmetric and positive semidefinite
 * @returns L, [n, rank], with at least one column
 */
export function coordinates(products: Float64Array, n: number): number[][] {
  const points = Array.from({ length: n }, (): number[] => []);
  /** The part of each point's squared length that the columns so far do not explain. */
  const left = Float64Array.from({ length: n }, (_, i) => products[i * n + i]);
  const enough = NEGLIGIBLE * left.reduce((a, b) => Math.max(a, b), 0);
  for (let column = 0; column < n; column++) {
    const pivot = left.indexOf(left.reduce((a, b) => Math.max(a, b)));
    if (left[pivot] <= enough) break;
    const length = Math.sqrt(left[pivot]);
    const along = [...points[pivot]];
    points.forEach((point, i) => {
      const value = (products[i * n + pivot] - dot(along, point)) / length;
      left[i] -= value ** 2;
      point.push(value);
    });
    left[pivot] = 0;
  }
  return points[0].length > 0 ? points : points.map(() => [0]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) sum += a[c] * b[c];
  return sum;
}
