import type { AgentParameter, EnvKind, RewardKernel } from "../env.js";
import { InvalidValueError } from "../errors.js";
import type { OptionSpec, Options } from "../options.js";
import { crraUtility, FINAL_WEALTH_OPTION, MOST_AVERSION } from "./final-wealth.js";
import { LOSS_LIMIT, LOSS_LIMIT_OPTIONS, lossBeyond, lossLimitSampler } from "./loss-limits.js";
import {
  LEAST_AVERSION,
  meanVarianceRewards,
  RISK_AVERSION,
  RISK_AVERSION_OPTIONS,
  riskAversionSampler,
} from "./mean-variance.js";

/** What investors want. */
export interface Preferences extends Pick<EnvKind, "numFeatures" | "rewards" | "sampleAgents"> {
  readonly agentParameters: readonly AgentParameter[];
  readonly rewardRange: readonly [minimum: number, maximum: number];
  /** Whether wealth counts, so that the environment must keep it. */
  readonly countsWealth: boolean;
  /** Whether rewards are mean–variance gains alone, of which the best funds are known. */
  readonly plain: boolean;
}

export const PREFERENCE_OPTIONS: readonly OptionSpec[] = [
  ...RISK_AVERSION_OPTIONS,
  FINAL_WEALTH_OPTION,
  ...LOSS_LIMIT_OPTIONS,
];

/** Entries of the features: the excess return x = π·R, and wealth before and after the step. */
const NUM_FEATURES = 3;

/** @throws InvalidValueError at options that do not go together */
export function readPreferences(options: Options, context: string): Preferences {
  const { final_wealth: countsWealth, loss_limits: limited, loss_cost: cost } = options;
  if (countsWealth) checkAversion(options, context);
  const sampleAversions = riskAversionSampler(options, context);
  const drawLimit = lossLimitSampler(options, context);
  const gains = countsWealth ? utilityRewards : meanVarianceRewards;
  const aversion = countsWealth ? { ...RISK_AVERSION, maximum: MOST_AVERSION } : RISK_AVERSION;
  return {
    agentParameters: limited ? [aversion, LOSS_LIMIT] : [aversion],
    numFeatures: NUM_FEATURES,
    rewards: limited ? withLossLimits(gains, cost as number) : gains,
    // x − γx²/2 is at most 1/(2γ).
    rewardRange: [
      Number.NEGATIVE_INFINITY,
      countsWealth ? Number.POSITIVE_INFINITY : 1 / (2 * LEAST_AVERSION),
    ],
    sampleAgents(numAgents, rng) {
      const aversions = sampleAversions(numAgents, rng);
      if (!limited) return aversions;
      return Float64Array.from({ length: 2 * numAgents }, (_, i) =>
        i % 2 === 0 ? aversions[i / 2] : drawLimit(rng),
      );
    },
    countsWealth: countsWealth as boolean,
    plain: !countsWealth && !limited,
  };
}

/** @throws InvalidValueError at risk aversions whose utilities may be no numbers */
function checkAversion({ max_risk_aversion: most }: Options, context: string): void {
  if ((most as number) <= MOST_AVERSION) return;
  const expected = `at most ${MOST_AVERSION} with final_wealth`;
  throw new InvalidValueError("options.max_risk_aversion", expected, `${most}`, context);
}

/** rᵢ = u(w′) − u(w), the growth of CRRA utility as wealth goes from w to w′, whose sum is the utility of final wealth. */
export const utilityRewards: RewardKernel = ([, before, now], aversions, rewards) => {
  for (let i = 0; i < rewards.length; i++) {
    rewards[i] = crraUtility(now, aversions[i]) - crraUtility(before, aversions[i]);
  }
};

/**
 * Rewards of investors who also have a limit: rᵢ less cost · max(−x − ℓᵢ, 0).
 * @param gains - the rewards r, of risk aversions alone
 */
export function withLossLimits(gains: RewardKernel, cost: number): RewardKernel {
  return (features, parameters, rewards) => {
    const aversions = Float64Array.from(rewards, (_, i) => parameters[2 * i]);
    gains(features, aversions, rewards);
    for (let i = 0; i < rewards.length; i++) {
      rewards[i] -= cost * lossBeyond(features[0], parameters[2 * i + 1]);
    }
  };
}
