import type { AgentParameter, RewardKernel } from "../env.js";
import { checkOrder, type OptionSpec, type Options } from "../options.js";
import type { Rng } from "../rng.js";

/** The least γ of an investor. */
export const LEAST_AVERSION = 0.01;
const MOST_AVERSION = 1000;

/**
 * rᵢ = x − γᵢ x²/2, where x = π·R is the fund's excess return of the step. Its mean, π·m − γᵢ π′Mπ/2, is the growth of
 * investor i's certainty equivalent in the limit of short steps (Merton 1969, eq. 29).
 * @param features - [x, …]
 * @param aversions - γ₁ … γₙ
 */
export const meanVarianceRewards: RewardKernel = ([x], aversions, rewards) => {
  for (let i = 0; i < rewards.length; i++) rewards[i] = x - (aversions[i] / 2) * x * x;
};

export const RISK_AVERSION: AgentParameter = {
  name: "risk_aversion",
  unit: "",
  description: "γ of the investor: of a variance of returns, half of γ times it counts as loss.",
  minimum: LEAST_AVERSION,
  maximum: MOST_AVERSION,
  integer: false,
};

/** Options for how risk aversions are sampled. */
export const RISK_AVERSION_OPTIONS: readonly OptionSpec[] = [
  {
    name: "min_risk_aversion",
    type: "number",
    default: 1,
    minimum: LEAST_AVERSION,
    maximum: MOST_AVERSION,
    description: "Lower end of the range of risk aversions, whose logarithms are sampled uniformly.",
  },
  {
    name: "max_risk_aversion",
    type: "number",
    default: 10,
    minimum: LEAST_AVERSION,
    maximum: MOST_AVERSION,
    description: "Upper end of the range of risk aversions.",
  },
];

/**
 * A function that samples risk aversions γ [n], log-uniformly over their range.
 * @throws InvalidValueError at a minimum above its maximum
 */
export function riskAversionSampler(
  options: Options,
  context: string,
): (numAgents: number, rng: Rng) => Float64Array {
  checkOrder(options, "min_risk_aversion", "max_risk_aversion", context);
  const { min_risk_aversion: low, max_risk_aversion: high } = options as Record<string, number>;
  // Rounding must not leave the range.
  const draw = (rng: Rng) => Math.min(Math.max(low * (high / low) ** rng.uniform(), low), high);
  return (numAgents, rng) => Float64Array.from({ length: numAgents }, () => draw(rng));
}
