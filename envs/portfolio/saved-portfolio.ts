import { InvalidValueError } from "../errors.js";
import { LEAST_WEALTH, MOST_WEALTH, type Wealth } from "./final-wealth.js";

/** A state of an environment of portfolios. */
export interface SavedPortfolio {
  /** Whole numbers that say where in its market the environment is and was. */
  readonly places: readonly number[];
  /** π of the latest step, [a]. */
  readonly weights: Float64Array;
  /** R of the latest step, [a]. */
  readonly returns: Float64Array;
  readonly wealth: Wealth;
}

/** What bytes must keep to, to be a state. */
export interface PortfolioBounds {
  /** The numbers that each place may have, from 0. */
  readonly numPlaces: readonly number[];
  /** a. */
  readonly numAssets: number;
  /** Largest weight, of either sign. */
  readonly maxWeight: number;
  /** Whether wealth counts; otherwise it stays 1. */
  readonly countsWealth: boolean;
}

/** Excess returns beyond this are those of no market. */
const MAX_RETURN = 1e15;

export function encodePortfolio({ places, weights, returns, wealth }: SavedPortfolio): Uint8Array {
  const numbers = [...places, wealth.before, wealth.now, ...weights, ...returns];
  return new Uint8Array(Float64Array.from(numbers).buffer);
}

/** @throws InvalidValueError at bytes that are no state of such an environment */
export function decodePortfolio(
  bytes: Uint8Array,
  { numPlaces, numAssets, maxWeight, countsWealth }: PortfolioBounds,
  context: string,
): SavedPortfolio {
  const refused = (expected: string, got: string) => new InvalidValueError("states", expected, got, context);
  const p = numPlaces.length;
  const size = 8 * (p + 2 + 2 * numAssets);
  if (bytes.length !== size) throw refused(`${size} bytes of a portfolio`, `${bytes.length}`);
  const numbers = new Float64Array(bytes.slice().buffer);
  const places = [...numbers.subarray(0, p)];
  if (!places.every((x, i) => Number.isInteger(x) && x >= 0 && x < numPlaces[i] && !Object.is(x, -0))) {
    throw refused("places in the market", `${places}`);
  }
  const [before, now] = numbers.subarray(p, p + 2);
  const [least, most] = countsWealth ? [LEAST_WEALTH, MOST_WEALTH] : [1, 1];
  if (![before, now].every((w) => w >= least && w <= most))
    throw refused("wealth within bounds", `${before}, ${now}`);
  const weights = numbers.slice(p + 2, p + 2 + numAssets);
  if (!weights.every((x) => Math.abs(x) <= maxWeight)) throw refused("weights within bounds", `${weights}`);
  const returns = numbers.slice(p + 2 + numAssets);
  if (!returns.every((x) => Math.abs(x) <= MAX_RETURN)) throw refused("excess returns", `${returns}`);
  return { places, weights, returns, wealth: { before, now } };
}
