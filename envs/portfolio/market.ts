import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { InvalidValueError } from "../errors.js";
import type { Rng } from "../rng.js";
import { bestWeights, lognormalMoments, type Moments, opportunity } from "./moments.js";

/** Parameters of assets whose prices are geometric Brownian motions. */
export interface Assets {
  /** Drifts beyond the riskless rate, [a], per year. */
  readonly excessDrifts: readonly number[];
  /** Volatilities, [a], per √year. */
  readonly volatilities: readonly number[];
  /** Correlation of each two of them. */
  readonly correlation: number;
}

/** The distribution of excess returns in one state of a market. */
export interface Regime {
  readonly moments: Moments;
  /** M⁻¹m, [a]. */
  readonly bestWeights: Float64Array;
  /** m′M⁻¹m. */
  readonly opportunity: number;
  /** @param out - [a], the excess returns of a step */
  draw(rng: Rng, out: Float64Array): void;
}

/** The least eigenvalue that a correlation matrix may have; below, rounding would make results useless. */
const LEAST_EIGENVALUE = 1e-6;

/**
 * A market whose prices are correlated geometric Brownian motions (Merton 1969, eq. 3). Over a step of Δt years
 *   log of gross returns = (r + μ − σ²/2) Δt + σ √Δt L z,  z ~ N(0, I), LL′ the correlation matrix
 * and an excess return is the gross return less exp(r Δt).
 * @param rate - r, per year
 * @param years - Δt
 * @param where - the option that holds the correlation, for errors
 * @throws InvalidValueError if no covariance matrix has the correlation
 */
export function brownianRegime(
  { excessDrifts, volatilities, correlation }: Assets,
  rate: number,
  years: number,
  where: { readonly option: string; readonly context: string },
): Regime {
  const a = excessDrifts.length;
  checkCorrelation(correlation, a, where);
  const correlations = Matrix.eye(a)
    .mul(1 - correlation)
    .add(Matrix.ones(a, a).mul(correlation));
  const factor = new CholeskyDecomposition(correlations).lowerTriangularMatrix;
  const logMean = Float64Array.from(excessDrifts, (mu, i) => (rate + mu - volatilities[i] ** 2 / 2) * years);
  const scales = volatilities.map((sigma) => sigma * Math.sqrt(years));
  const covariance = Matrix.columnVector(scales).mmul(Matrix.rowVector(scales)).mul(correlations);
  const riskless = Math.exp(rate * years);
  const moments = lognormalMoments({ logMean, logCovariance: covariance, riskless });
  const normal = new Float64Array(a);
  return {
    moments,
    bestWeights: bestWeights(moments),
    opportunity: opportunity(moments),
    draw(rng, out) {
      for (let i = 0; i < a; i++) normal[i] = rng.normal();
      for (let i = 0; i < a; i++) {
        let shock = 0;
        for (let j = 0; j <= i; j++) shock += factor.get(i, j) * normal[j];
        out[i] = Math.exp(logMean[i] + scales[i] * shock) - riskless;
      }
    },
  };
}

/**
 * The eigenvalues of a matrix with ones on its diagonal and ρ elsewhere are 1 − ρ and 1 + (a − 1)ρ.
 * @throws InvalidValueError if one of them is not positive
 */
function checkCorrelation(
  correlation: number,
  a: number,
  { option, context }: { readonly option: string; readonly context: string },
): void {
  if (a === 1 || Math.min(1 - correlation, 1 + (a - 1) * correlation) >= LEAST_EIGENVALUE) return;
  const least = a === 2 ? "-1" : (-1 / (a - 1)).toFixed(4);
  const expected = `above ${least} and below 1, without which ${a} assets have no covariance matrix`;
  throw new InvalidValueError(`options.${option}`, expected, `${correlation}`, context);
}
