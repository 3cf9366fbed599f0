import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { egalitarianWeights, softMinimum } from "../../../client/ops/egalitarian.js";

const { log } = Math;

describe("egalitarianWeights", () => {
  it("halve with every τ log 2 that an agent has more", () => {
    // exp(−V / τ) is 1, 1/2 and 1/4, times 4 over the least: their sum is 7/4, and n = 3.
    const weights = egalitarianWeights([5, 5 + 2 * log(2), 5 + 2 * log(4)], 2);
    expect([...weights]).toEqual([12 / 7, 6 / 7, 3 / 7].map((w) => expect.closeTo(w, 12)));
  });

  it("are all 1 where all have the same, below 0 too", () => {
    expect([...egalitarianWeights([-40, -40, -40], 0.5)]).toEqual([1, 1, 1]);
  });

  it("give everything to the worst-off where τ is small, whatever the numbers' size", () => {
    expect([...egalitarianWeights([-9000, 0, 9000], 1e-3)]).toEqual([3, 0, 0]);
  });

  it("are n times the gradient of the soft minimum", () => {
    const values = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.5, max: 20, noNaN: true }), (V, temperature) => {
        const h = 1e-5;
        egalitarianWeights(V, temperature).forEach((weight, i) => {
          const [up, down] = [h, -h].map((step) => softMinimum(V.with(i, V[i] + step), temperature));
          expect(weight).toBeCloseTo((V.length * (up - down)) / (2 * h), 4);
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("softMinimum", () => {
  it("is −τ log of the mean of exp(−V / τ)", () => {
    // exp(−V) is 1 and 1/3: their mean is 2/3.
    expect(softMinimum([0, log(3)], 1)).toBeCloseTo(log(1.5), 12);
  });

  it("lies between the least value and the mean, near the one or the other as τ is small or large", () => {
    expect(softMinimum([2, 4, 9], 1e-4)).toBeCloseTo(2, 3);
    expect(softMinimum([2, 4, 9], 1e5)).toBeCloseTo(5, 3);
  });
});
