import { checkOrder, type OptionSpec, type Options } from "../options.js";
import { RISK_AVERSION_OPTIONS } from "./mean-variance.js";

const number = (
  name: string,
  value: number,
  [minimum, maximum]: readonly [number, number],
  unit: string,
  description: string,
): OptionSpec => ({ name, type: "number", default: value, minimum, maximum, unit, description });

/**
 * Options that every environment of portfolios has.
 * @param maxEpisodeSteps - default of the option of that name
 * @param maxWeight - default of the option of that name
 */
export function commonOptions(maxEpisodeSteps: number, maxWeight: number): OptionSpec[] {
  return [
    {
      name: "max_episode_steps",
      type: "integer",
      default: maxEpisodeSteps,
      minimum: 1,
      maximum: 1_000_000,
      description: "Steps after which an episode is truncated.",
    },
    number("max_weight", maxWeight, [0.1, 100], "", "Bound of each weight, of either sign; 1 is all wealth."),
    ...RISK_AVERSION_OPTIONS,
  ];
}

/** Options of a market that is simulated. */
export const MARKET_OPTIONS: readonly OptionSpec[] = [
  {
    name: "assets",
    type: "integer",
    default: 4,
    minimum: 1,
    maximum: 50,
    description: "Number of risky assets; their drifts and volatilities lie at equal distances.",
  },
  number(
    "min_excess_drift",
    0.06,
    [-0.5, 0.5],
    "1/year",
    "Drift beyond the riskless rate of the first asset.",
  ),
  number("max_excess_drift", 0.16, [-0.5, 0.5], "1/year", "That of the last asset."),
  number("min_volatility", 0.15, [0.01, 1], "1/√year", "Volatility of the first asset."),
  number("max_volatility", 0.3, [0.01, 1], "1/√year", "That of the last asset."),
  number("correlation", 0.1, [-1, 0.999], "", "Correlation of the returns of each two assets."),
  number("riskless_rate", 0.02, [-0.1, 0.5], "1/year", "Rate of the riskless asset."),
  number("step_years", 1, [0.001, 1], "year", "Length of a step, at whose start weights are chosen."),
];

/** Drifts and volatilities of the assets, and what they have in common. */
export interface MarketOptions {
  /** [a], per year. */
  readonly excessDrifts: readonly number[];
  /** [a], per √year. */
  readonly volatilities: readonly number[];
  readonly correlation: number;
  /** Per year. */
  readonly rate: number;
  /** Years of a step. */
  readonly years: number;
}

/**
 * @param options - complete and checked each by itself
 * @throws InvalidValueError at a minimum above its maximum
 */
export function readMarketOptions(options: Options, context: string): MarketOptions {
  checkOrder(options, "min_excess_drift", "max_excess_drift", context);
  checkOrder(options, "min_volatility", "max_volatility", context);
  const values = options as Record<string, number>;
  const { assets: a, correlation, riskless_rate: rate, step_years: years } = values;
  const spread = (low: number, high: number) =>
    Array.from({ length: a }, (_, i) => (a === 1 ? low : low + ((high - low) * i) / (a - 1)));
  return {
    excessDrifts: spread(values.min_excess_drift, values.max_excess_drift),
    volatilities: spread(values.min_volatility, values.max_volatility),
    correlation,
    rate,
    years,
  };
}
