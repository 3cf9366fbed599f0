import type { OptionSpec, Options } from "../options.js";
import { regimeDefinition } from "./definition.js";
import { type Assets, brownianRegime } from "./market.js";
import { readMarketOptions } from "./options.js";

const CRISIS_OPTIONS: readonly OptionSpec[] = [
  {
    name: "crisis_share",
    type: "number",
    default: 0.3,
    minimum: 0,
    maximum: 1,
    description: "Share of all steps that are in a crisis.",
  },
  {
    name: "renewal",
    type: "number",
    default: 0.3,
    minimum: 0,
    maximum: 1,
    description:
      "Probability that a step's end draws the regime anew; 1 over it is the mean number of steps between draws.",
  },
  {
    name: "crisis_drift_factor",
    type: "number",
    default: -0.5,
    minimum: -10,
    maximum: 10,
    description: "Factor of excess drifts in a crisis.",
  },
  {
    name: "crisis_volatility_factor",
    type: "number",
    default: 1.5,
    minimum: 0.1,
    maximum: 5,
    description: "Factor of volatilities in a crisis.",
  },
  {
    name: "crisis_correlation",
    type: "number",
    default: 0.5,
    minimum: -1,
    maximum: 0.999,
    description: "Correlation of the returns of each two assets in a crisis.",
  },
];

/** A market with crises, which funds see and in which the best weights are others (Hamilton 1989 has such regimes). */
export const portfolioRegimes = regimeDefinition({
  id: "portfolio-regimes",
  description:
    "Choose weights of risky assets in calm times and in crises, for investors who differ in risk aversion.",
  options: CRISIS_OPTIONS,
  market(options, context) {
    const values = options as Record<string, number>;
    const { rate, years, ...calm } = readMarketOptions(options, context);
    return {
      regimes: [
        brownianRegime(calm, rate, years, { option: "correlation", context }),
        brownianRegime(crisisOf(calm, options), rate, years, { option: "crisis_correlation", context }),
      ],
      shares: [1 - values.crisis_share, values.crisis_share],
      renewal: values.renewal,
      maxWeight: values.max_weight,
    };
  },
});

/**
 * The assets in a crisis.
 * @param calm - the assets in calm times
 */
export function crisisOf(calm: Assets, options: Options): Assets {
  const values = options as Record<string, number>;
  return {
    excessDrifts: calm.excessDrifts.map((drift) => drift * values.crisis_drift_factor),
    volatilities: calm.volatilities.map((sigma) => sigma * values.crisis_volatility_factor),
    correlation: values.crisis_correlation,
  };
}
