import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coordinates } from "../../../../client/assignment/clustering/coordinates.js";
import { addProducts } from "../../../../client/run/reward-products.js";
import { createRng } from "../../../../envs/rng.js";

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(a.reduce((sum, value, c) => sum + (value - b[c]) ** 2, 0));

describe("addProducts", () => {
  it("adds each row's outer product, of the first rows only", () => {
    const products = Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1);
    addProducts(products, Float32Array.of(1, 2, 0, 0, 3, 4, 9, 9, 9), 3, 2);
    // + [1 2 0; 2 4 0; 0 0 0] + [0 0 0; 0 9 12; 0 12 16]
    expect([...products]).toEqual([2, 2, 0, 2, 13, 12, 0, 12, 17]);
  });
});

describe("coordinates", () => {
  it("are Cholesky's factors, the longest vector first", () => {
    // Of (3, 4), (0, 2) and (3, 4) again: one column along each of two directions.
    expect(coordinates(Float64Array.of(25, 8, 25, 8, 4, 8, 25, 8, 25), 3)).toEqual([
      [5, 0],
      [1.6, expect.closeTo(1.2, 12)],
      [5, 0],
    ]);
  });

  it("are zeros where nobody was rewarded", () => {
    expect(coordinates(new Float64Array(4), 2)).toEqual([[0], [0]]);
  });

  it("are as far from each other as the vectors that the products are of", () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 }), fc.nat());
    fc.assert(
      fc.property(sizes, ([n, steps, seed]) => {
        const rng = createRng(seed);
        const rewards = Float32Array.from({ length: steps * n }, () =>
          rng.uniform() < 0.5 ? 0 : rng.normal(),
        );
        const products = new Float64Array(n * n);
        addProducts(products, rewards, n, steps);
        const points = coordinates(products, n);
        expect(points[0].length).toBeLessThanOrEqual(Math.min(n, steps));
        const feature = (i: number) => Array.from({ length: steps }, (_, t) => rewards[t * n + i]);
        for (let i = 0; i < n; i++) {
          for (let other = 0; other < n; other++) {
            const expected = distance(feature(i), feature(other));
            expect(distance(points[i], points[other])).toBeCloseTo(expected, 5);
          }
        }
      }),
    );
  });
});
