import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shares } from "../../../client/environments/spread.js";

describe("shares", () => {
  it.each([
    [6, [1, 2], [2, 4]],
    [5, [1, 1], [3, 2]],
    [1, [1, 1, 1], [0, 1, 0]],
    [7, [4], [7]],
    [2, [1, 0, 1], [1, 0, 1]],
  ])("of %i in proportion to %j are %j", (total, weights, expected) => {
    expect(shares(total, weights)).toEqual(expected);
  });

  it("are whole, add up, and are less than one away from the proportion", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 64 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(1000), weights, (total, parts) => {
        const sum = parts.reduce((a, b) => a + b, 0);
        const given = shares(total, parts);
        expect(given.reduce((a, b) => a + b, 0)).toBe(total);
        given.forEach((share, i) => {
          expect(Number.isInteger(share) && share >= 0).toBe(true);
          expect(Math.abs(share - (total * parts[i]) / sum)).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});
