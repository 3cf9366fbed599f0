import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** What is known of the excess returns R of one step. */
export interface Moments {
  /** m = E R, [a]. */
  readonly mean: Float64Array;
  /** M = E RR′, [a, a], positive definite. */
  readonly second: Matrix;
}

/** Lognormal prices over one step: the logarithms of gross returns are normal. */
export interface LognormalStep {
  /** Means of the logarithms of gross returns, [a]. */
  readonly logMean: Float64Array;
  /** Covariance of these logarithms, [a, a]. */
  readonly logCovariance: Matrix;
  /** Gross return of the riskless asset. */
  readonly riskless: number;
}

/**
 * Moments of the excess returns Rᵢ = exp(Gᵢ) − f, where G ~ N(g, C) and f is the riskless gross return:
 *   eᵢ = E exp(Gᵢ) = exp(gᵢ + Cᵢᵢ/2),  E exp(Gᵢ + Gⱼ) = eᵢ eⱼ exp(Cᵢⱼ)
 *   mᵢ = eᵢ − f,  Mᵢⱼ = mᵢ mⱼ + eᵢ eⱼ (exp(Cᵢⱼ) − 1)
 * Johnson, Kotz and Balakrishnan 1994, chapter 14 (the lognormal distribution).
 */
export function lognormalMoments({ logMean, logCovariance, riskless }: LognormalStep): Moments {
  const gross = logMean.map((g, i) => Math.exp(g + logCovariance.get(i, i) / 2));
  const mean = gross.map((e) => e - riskless);
  const second = Matrix.zeros(mean.length, mean.length);
  for (let i = 0; i < mean.length; i++) {
    for (let j = 0; j < mean.length; j++) {
      second.set(i, j, mean[i] * mean[j] + gross[i] * gross[j] * Math.expm1(logCovariance.get(i, j)));
    }
  }
  return { mean, second };
}

/**
 * The best weights of an investor with risk aversion 1, [a]; those with risk aversion γ are 1/γ of them.
 *   argmax over π of π·m − π′Mπ/2 = M⁻¹m
 */
export function bestWeights({ mean, second }: Moments): Float64Array {
  const solution = new CholeskyDecomposition(second).solve(Matrix.columnVector(mean));
  return Float64Array.from(solution.to1DArray());
}

/** s² = m′M⁻¹m: an investor with risk aversion γ gains at most s²/(2γ) a step. */
export function opportunity(moments: Moments): number {
  return dot(moments.mean, bestWeights(moments));
}

/**
 * π′Mπ.
 * @param weights - π, [a]
 */
export function expectedSquare({ second }: Moments, weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    for (let j = 0; j < weights.length; j++) sum += weights[i] * weights[j] * second.get(i, j);
  }
  return sum;
}

/**
 * Inner product.
 * @param a - [a]
 * @param b - [a]
 */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
