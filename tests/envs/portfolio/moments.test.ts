import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { createRng } from "../../../envs/index.js";
import { brownianRegime } from "../../../envs/portfolio/market.js";
import {
  bestWeights,
  dot,
  expectedSquare,
  lognormalMoments,
  opportunity,
} from "../../../envs/portfolio/moments.js";

describe("moments", () => {
  it("are by hand those of one lognormal return", () => {
    // G ~ N(0, ln 2): E exp(G) = √2, E exp(2G) = 4; less 1, the mean is √2 − 1 and the square 4 − 2√2 + 1.
    const { mean, second } = lognormalMoments({
      logMean: Float64Array.of(0),
      logCovariance: new Matrix([[Math.LN2]]),
      riskless: 1,
    });
    expect(mean[0]).toBeCloseTo(0.41421356, 8);
    expect(second.get(0, 0)).toBeCloseTo(2.17157288, 8);
  });

  it("have best weights and an opportunity by hand", () => {
    const moments = {
      mean: Float64Array.of(0.1, 0.2),
      second: new Matrix([
        [0.2, 0.1],
        [0.1, 0.3],
      ]),
    };
    // M⁻¹ = [[6, -2], [-2, 4]], so M⁻¹m = [0.2, 0.6] and m′M⁻¹m = 0.14.
    const weights = bestWeights(moments);
    expect(weights[0]).toBeCloseTo(0.2, 12);
    expect(weights[1]).toBeCloseTo(0.6, 12);
    expect(opportunity(moments)).toBeCloseTo(0.14, 12);
    expect(expectedSquare(moments, weights)).toBeCloseTo(0.14, 12);
    expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
  });
});

describe("the simulated market", () => {
  const where = { option: "correlation", context: "" };
  const assets = { excessDrifts: [0.08, 0.16], volatilities: [0.15, 0.3], correlation: 0.1 };

  it("has the moments that it says, within four standard errors", () => {
    const regime = brownianRegime(assets, 0.02, 1, where);
    const draws = 200_000;
    const rng = createRng(5);
    const out = new Float64Array(2);
    const sums = new Float64Array(5);
    const squares = new Float64Array(5);
    for (let t = 0; t < draws; t++) {
      regime.draw(rng, out);
      const [x, y] = out;
      [x, y, x * x, x * y, y * y].forEach((value, c) => {
        sums[c] += value;
        squares[c] += value * value;
      });
    }
    // m = e^0.02 (e^0.08 − 1), e^0.02 (e^0.16 − 1); Mᵢⱼ = mᵢmⱼ + eᵢeⱼ (e^Cᵢⱼ − 1), with e = e^0.10, e^0.18.
    const literal = [0.0849696, 0.1770162, 0.0350129, 0.0210085, 0.1663174];
    literal.forEach((expected, c) => {
      const mean = sums[c] / draws;
      const error = Math.sqrt((squares[c] / draws - mean ** 2) / draws);
      expect(Math.abs(mean - expected), `moment ${c}`).toBeLessThan(4 * error);
    });
    expect([...regime.moments.mean]).toEqual([expect.closeTo(literal[0], 6), expect.closeTo(literal[1], 6)]);
    expect(regime.moments.second.to1DArray()).toEqual([2, 3, 3, 4].map((c) => expect.closeTo(literal[c], 6)));
  });

  it("has Merton's weights in the limit of short steps", () => {
    const { bestWeights: weights } = brownianRegime({ ...assets, correlation: 0 }, 0.02, 1e-5, where);
    // μ/σ²: 0.08/0.0225 and 0.16/0.09.
    expect([...weights]).toEqual([expect.closeTo(3.5556, 3), expect.closeTo(1.7778, 3)]);
  });

  it.each([
    [2, -1, "-1"],
    [4, -0.34, "-0.3333"],
  ])("of %d assets has no correlation %d", (a, correlation, least) => {
    const many = { excessDrifts: Array(a).fill(0.1), volatilities: Array(a).fill(0.2), correlation };
    expect(() => brownianRegime(many, 0, 1, { option: "correlation", context: 'env "portfolio"' })).toThrow(
      `options.correlation: expected above ${least} and below 1, without which ${a} assets have no covariance matrix, got ${correlation} (env "portfolio")`,
    );
  });
});
