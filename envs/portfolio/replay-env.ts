import type { Env, InfoSpec } from "../env.js";
import { FIRST_WEALTH, growWealth, isClosed } from "./final-wealth.js";
import { dot } from "./moments.js";
import type { Preferences } from "./preferences.js";
import { drawHoldings } from "./render.js";
import { decodePortfolio, encodePortfolio } from "./saved-portfolio.js";

/** Months to replay, and what a fund may do in them. */
export interface ReplayMarket {
  /** Excess returns, [T, a], T at least 2. */
  readonly values: Float64Array;
  /** a. */
  readonly numAssets: number;
  /** Consecutive months that are replayed before another start is drawn; less than T. */
  readonly blockMonths: number;
  /** Largest weight, of either sign. */
  readonly maxWeight: number;
}

/** The infos of a replay of a assets. */
export function replayInfos(numAssets: number): InfoSpec[] {
  const number = { dtype: "float64", shape: [numAssets], unit: "" } as const;
  return [
    { ...number, name: "weights", description: "π, the weights of the step." },
    { ...number, name: "excess_returns", description: "R, the excess returns of the step." },
    {
      ...number,
      name: "month",
      dtype: "int32",
      shape: [],
      description: "The next month, from the first year's January.",
    },
  ];
}

/**
 * A fund for investors with these preferences, in months that really were, in random blocks of consecutive ones (the moving block bootstrap of Künsch 1989). The
 * observation is the excess returns of the month before. The logarithm of wealth follows if it counts.
 * @param context - for errors
 */
export function createReplayEnv(
  market: ReplayMarket,
  { countsWealth }: Pick<Preferences, "countsWealth">,
  context: string,
): Env {
  const { values, numAssets: a, blockMonths, maxWeight } = market;
  const numMonths = values.length / a;
  const weights = new Float64Array(a);
  const returns = new Float64Array(a);
  const at = (month: number) => values.subarray(month * a, (month + 1) * a);
  /** The next month, which has a month before it. */
  let month = 1;
  /** Months until another block starts. */
  let left = 1;
  let wealth = FIRST_WEALTH;
  const startBlock = (draw: (n: number) => number) => {
    month = 1 + draw(numMonths - blockMonths);
    left = blockMonths;
  };

  return {
    reset(rng) {
      wealth = FIRST_WEALTH;
      weights.fill(0);
      returns.fill(0);
      startBlock(rng.integer);
    },
    step(action, rng) {
      weights.set(action);
      returns.set(at(month));
      month++;
      left--;
      if (left === 0) startBlock(rng.integer);
      if (!countsWealth) return false;
      wealth = growWealth(wealth, dot(weights, returns));
      return isClosed(wealth);
    },
    observe(out) {
      out.set(at(month - 1));
      if (countsWealth) out[a] = Math.log(wealth.now);
    },
    features(out) {
      out.set([dot(weights, returns), wealth.before, wealth.now]);
    },
    infos(out) {
      out.set(weights);
      out.set(returns, a);
      out[2 * a] = month;
    },
    save: () => encodePortfolio({ places: [month - 1, left - 1], weights, returns, wealth }),
    restore(state) {
      const numPlaces = [numMonths - 1, blockMonths];
      const saved = decodePortfolio(state, { numPlaces, numAssets: a, maxWeight, countsWealth }, context);
      wealth = saved.wealth;
      const [before, rest] = saved.places;
      if (before + rest >= numMonths - 1) throw new RangeError(`no block of months: ${before}, ${rest}`);
      month = before + 1;
      left = rest + 1;
      weights.set(saved.weights);
      returns.set(saved.returns);
    },
    render: () => drawHoldings({ weights, returns, maxWeight }),
    dispose() {},
  };
}
