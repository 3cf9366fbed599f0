import type { Env, InfoSpec } from "../env.js";
import type { Rng } from "../rng.js";
import { FIRST_WEALTH, growWealth, isClosed } from "./final-wealth.js";
import type { Regime } from "./market.js";
import { dot, expectedSquare } from "./moments.js";
import type { Preferences } from "./preferences.js";
import { drawHoldings } from "./render.js";
import { decodePortfolio, encodePortfolio } from "./saved-portfolio.js";

/** A market whose state is a Markov chain, and what a fund may do in it. */
export interface RegimeMarket {
  readonly regimes: readonly Regime[];
  /** Stationary probability of each regime. */
  readonly shares: readonly number[];
  /** Probability that the next step has a newly drawn regime, which may be the same. */
  readonly renewal: number;
  /** Largest weight, of either sign. */
  readonly maxWeight: number;
}

/**
 * The infos of a market with a assets.
 * @param plain - whether rewards are mean–variance gains alone, of which the best funds are known
 */
export function regimeInfos(numAssets: number, plain: boolean): InfoSpec[] {
  const number = { dtype: "float64", shape: [], unit: "" } as const;
  const infos: InfoSpec[] = [
    { ...number, name: "weights", shape: [numAssets], description: "π, the weights of the step." },
    {
      ...number,
      name: "excess_returns",
      shape: [numAssets],
      description: "R, the excess returns of the step.",
    },
    { ...number, name: "regime", dtype: "int32", description: "The regime of the step, from 0." },
    { ...number, name: "expected_return", description: "π·m, the expected excess return in this regime." },
    { ...number, name: "expected_square", description: "π′Mπ, the expected square of the excess return." },
    {
      ...number,
      name: "opportunity",
      description: "m′M⁻¹m in this regime: risk aversion γ gains at most half of it over γ.",
    },
  ];
  const mean = { ...number, name: "mean_opportunity", description: "The mean of m′M⁻¹m over all regimes." };
  return plain ? [...infos, mean] : infos;
}

/**
 * A fund in a market with regimes, for investors with these preferences. A step's excess returns depend on the regime before it, which is observed, and then the
 * regime may change. The observation has a flag for each regime; with one regime it is always 1.
 * @param context - for errors
 */
export function createRegimeEnv(
  market: RegimeMarket,
  { countsWealth, plain }: Pick<Preferences, "countsWealth" | "plain">,
  context: string,
): Env {
  const { regimes, shares, renewal, maxWeight } = market;
  const a = regimes[0].bestWeights.length;
  const meanOpportunity = regimes.reduce((sum, { opportunity }, z) => sum + shares[z] * opportunity, 0);
  const weights = new Float64Array(a);
  const returns = new Float64Array(a);
  let regime = 0;
  /** The regime of the latest step. */
  let before = 0;
  let wealth = FIRST_WEALTH;

  return {
    reset(rng) {
      wealth = FIRST_WEALTH;
      weights.fill(0);
      returns.fill(0);
      regime = drawIndex(shares, rng);
      before = regime;
    },
    step(action, rng) {
      weights.set(action);
      before = regime;
      regimes[regime].draw(rng, returns);
      if (renewal > 0 && rng.uniform() < renewal) regime = drawIndex(shares, rng);
      if (!countsWealth) return false;
      wealth = growWealth(wealth, dot(weights, returns));
      return isClosed(wealth);
    },
    observe(out) {
      out.fill(0);
      out[regime] = 1;
      if (countsWealth) out[regimes.length] = Math.log(wealth.now);
    },
    features(out) {
      out.set([dot(weights, returns), wealth.before, wealth.now]);
    },
    infos(out) {
      const { moments, opportunity } = regimes[before];
      out.set(weights);
      out.set(returns, a);
      const expected = [dot(weights, moments.mean), expectedSquare(moments, weights)];
      out.set([before, ...expected, opportunity, ...(plain ? [meanOpportunity] : [])], 2 * a);
    },
    save: () => encodePortfolio({ places: [regime, before], weights, returns, wealth }),
    restore(state) {
      const numPlaces = [regimes.length, regimes.length];
      const saved = decodePortfolio(state, { numPlaces, numAssets: a, maxWeight, countsWealth }, context);
      wealth = saved.wealth;
      [regime, before] = saved.places;
      weights.set(saved.weights);
      returns.set(saved.returns);
    },
    render: () => drawHoldings({ weights, returns, maxWeight }),
    dispose() {},
  };
}

/** An index drawn with the given probabilities. Nothing is drawn where there is only one. */
function drawIndex(probabilities: readonly number[], rng: Rng): number {
  if (probabilities.length === 1) return 0;
  let rest = rng.uniform();
  for (let z = 0; z < probabilities.length - 1; z++) {
    rest -= probabilities[z];
    if (rest < 0) return z;
  }
  return probabilities.length - 1;
}
