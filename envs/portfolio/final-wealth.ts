import type { OptionSpec } from "../options.js";
import { type Box, box } from "../space.js";

/** A fund is closed when no more than this is left of an investor's first wealth of 1. */
export const LEAST_WEALTH = 0.1;
/** Wealth beyond this is that of no investor. */
export const MOST_WEALTH = 1e15;
/** The largest γ whose utility of the least wealth is a number of float32. */
export const MOST_AVERSION = 30;

/** Bounds of the logarithm of wealth in an observation. */
const LOG_WEALTH_BOUNDS = [-3, 35] as const;

export const FINAL_WEALTH_OPTION: OptionSpec = {
  name: "final_wealth",
  type: "boolean",
  default: false,
  description:
    "Pays how the CRRA utility of wealth grows in each step, in place of mean–variance gains; a fund that has lost nine tenths is closed.",
};

/**
 * The utility of wealth w with constant relative risk aversion γ (Merton 1969, eq. 24).
 *   u(w) = (w^(1 − γ) − 1)/(1 − γ), or ln w if γ = 1
 */
export function crraUtility(wealth: number, gamma: number): number {
  const log = Math.log(wealth);
  const power = 1 - gamma;
  return Math.abs(power * log) < 1e-9 ? log : Math.expm1(power * log) / power;
}

/** The wealth of whoever put 1 into a fund, in units of what the riskless asset gives. */
export interface Wealth {
  readonly before: number;
  readonly now: number;
}

export const FIRST_WEALTH: Wealth = { before: 1, now: 1 };

/** @param excessReturn - π·R */
export function growWealth({ now }: Wealth, excessReturn: number): Wealth {
  const grown = now * (1 + excessReturn);
  return { before: now, now: Math.min(Math.max(grown, LEAST_WEALTH), MOST_WEALTH) };
}

export function isClosed({ now }: Wealth): boolean {
  return now === LEAST_WEALTH;
}

/**
 * The space of observations of a market.
 * @param size - entries that the market has
 * @param bounds - of these
 * @param countsWealth - whether the logarithm of wealth follows them
 */
export function marketObservations(
  size: number,
  [low, high]: readonly [low: number, high: number],
  countsWealth: boolean,
): Box {
  if (!countsWealth) return box([size], low, high);
  const [least, most] = LOG_WEALTH_BOUNDS;
  return box([size + 1], [...Array(size).fill(low), least], [...Array(size).fill(high), most]);
}
