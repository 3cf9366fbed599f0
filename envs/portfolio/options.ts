import { checkOrder, type OptionSpec, type Options, stepLimitOption } from "../options.js";
import { PREFERENCE_OPTIONS } from "./preferences.js";

/** An option that is a number, with its bounds in one. */
const number = ({ range: [minimum, maximum], ...rest }: NumberOption): OptionSpec => ({
  ...rest,
  type: "number",
  minimum,
  maximum,
});

interface NumberOption extends Pick<OptionSpec, "name" | "default" | "unit" | "description"> {
  readonly range: readonly [minimum: number, maximum: number];
}

/**
 * Options that every environment of portfolios has.
 * @param maxEpisodeSteps - default of the option of that name
 * @param maxWeight - default of the option of that name
 */
export function commonOptions(maxEpisodeSteps: number, maxWeight: number): OptionSpec[] {
  return [
    stepLimitOption(maxEpisodeSteps),
    number({
      name: "max_weight",
      default: maxWeight,
      range: [0.1, 100],
      description: "Bound of each weight, of either sign; 1 is all wealth.",
    }),
    ...PREFERENCE_OPTIONS,
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
  number({
    name: "min_excess_drift",
    default: 0.06,
    range: [-0.5, 0.5],
    unit: "1/year",
    description: "Drift beyond the riskless rate of the first asset.",
  }),
  number({
    name: "max_excess_drift",
    default: 0.16,
    range: [-0.5, 0.5],
    unit: "1/year",
    description: "That of the last asset.",
  }),
  number({
    name: "min_volatility",
    default: 0.15,
    range: [0.01, 1],
    unit: "1/√year",
    description: "Volatility of the first asset.",
  }),
  number({
    name: "max_volatility",
    default: 0.3,
    range: [0.01, 1],
    unit: "1/√year",
    description: "That of the last asset.",
  }),
  number({
    name: "correlation",
    default: 0.1,
    range: [-1, 0.999],
    description: "Correlation of the returns of each two assets.",
  }),
  number({
    name: "riskless_rate",
    default: 0.02,
    range: [-0.1, 0.5],
    unit: "1/year",
    description: "Rate of the riskless asset.",
  }),
  number({
    name: "step_years",
    default: 1,
    range: [0.001, 1],
    unit: "year",
    description: "Length of a step, at whose start weights are chosen.",
  }),
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
