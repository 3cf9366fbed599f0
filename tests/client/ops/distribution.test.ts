import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distributionOf, giniCoefficient, quantile } from "../../../client/ops/distribution.js";

it("distributionOf takes values in any order", () => {
  // Gini: differences 1 + 2 + 3 + 1 + 2 + 1 = 10 in each direction; 20 / (2 · 16 · 2.5).
  expect(distributionOf([4, 1, 3, 2])).toEqual({
    worst: 1,
    percentile10: expect.closeTo(1.3, 12),
    gini: expect.closeTo(0.25, 12),
  });
});

describe("quantile", () => {
  it("is between the two values around it", () => {
    expect(quantile([0, 10], 0.1)).toBeCloseTo(1, 12);
    expect(quantile([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.1)).toBeCloseTo(1, 12);
    expect(quantile([1, 5, 100], 0.5)).toBe(5);
    expect(quantile([1, 5, 100], 1)).toBe(100);
  });

  it("of one value is that", () => {
    expect(quantile([7], 0.1)).toBe(7);
  });
});

describe("giniCoefficient", () => {
  it("is 0 where all have the same, and (n − 1)/n where one has everything", () => {
    expect(giniCoefficient(Float64Array.of(3, 3, 3))).toBe(0);
    expect(giniCoefficient(new Float64Array(40).fill(0.1))).toBe(0);
    expect(giniCoefficient(Float64Array.of(0, 0, 0, 8))).toBeCloseTo(0.75, 12);
  });

  it("is not defined with values below 0, or if all values are 0", () => {
    expect(giniCoefficient(Float64Array.of(-1, 0, 5))).toBeNull();
    expect(giniCoefficient(Float64Array.of(0, 0))).toBeNull();
  });

  it("is half the mean difference over the mean", () => {
    const values = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(values, (xs) => {
        const total = xs.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const differences = xs.flatMap((x) => xs.map((y) => Math.abs(x - y))).reduce((a, b) => a + b, 0);
        const sorted = Float64Array.from(xs).sort();
        expect(giniCoefficient(sorted)).toBeCloseTo(differences / (2 * xs.length * total), 12);
      }),
    );
  });
});
