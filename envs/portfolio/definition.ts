import type { EnvSpec } from "../env.js";
import type { Options } from "../options.js";
import type { EnvDefinition } from "../registry.js";
import { box } from "../space.js";
import { marketObservations } from "./final-wealth.js";
import { brownianRegime } from "./market.js";
import { commonOptions, MARKET_OPTIONS, readMarketOptions } from "./options.js";
import { type Preferences, readPreferences } from "./preferences.js";
import { createRegimeEnv, type RegimeMarket, regimeInfos } from "./regime-env.js";

const MAX_EPISODE_STEPS = 20;
/** More than the boldest investor's best weights. */
const MAX_WEIGHT = 3;
const SECONDS_PER_YEAR = 365.25 * 24 * 3600;

/** What a definition of a market with regimes needs. */
export interface RegimeSubject {
  readonly id: string;
  /** A sentence for the spec. */
  readonly description: string;
  readonly options: EnvDefinition["options"];
  /** @throws InvalidValueError at options that do not go together */
  market(options: Options, context: string): RegimeMarket;
}

/** An environment in which a representative is a fund, its actions the weights, and agents are investors. */
export function regimeDefinition({
  id,
  description,
  options: own,
  market: read,
}: RegimeSubject): EnvDefinition {
  const context = `env "${id}"`;
  return {
    id,
    defaultNumAgents: 100,
    options: [...commonOptions(MAX_EPISODE_STEPS, MAX_WEIGHT), ...MARKET_OPTIONS, ...own],
    configure(options) {
      const market = read(options, context);
      const preferences = readPreferences(options, context);
      const { numFeatures, rewards, sampleAgents } = preferences;
      return {
        spec: { ...createSpec(market, preferences, options), id, description },
        numFeatures,
        rewards,
        bytesPerEnvironment: 4096,
        sampleAgents,
        create: async () => createRegimeEnv(market, preferences, context),
      };
    },
  };
}

function createSpec(
  { regimes, maxWeight }: RegimeMarket,
  { agentParameters, rewardRange, countsWealth, plain }: Preferences,
  options: Options,
): Omit<EnvSpec, "id" | "description"> {
  const a = regimes[0].bestWeights.length;
  const { max_episode_steps: maxEpisodeSteps, step_years: years } = options as Record<string, number>;
  return {
    observationSpace: marketObservations(regimes.length, [0, 1], countsWealth),
    actionSpace: box([a], -maxWeight, maxWeight),
    rewardRange,
    agentParameters,
    infos: regimeInfos(a, plain),
    maxEpisodeSteps,
    dt: SECONDS_PER_YEAR * years,
    renderModes: ["rgb_array"],
    // Per cent a year.
    reportScale: 100 / (maxEpisodeSteps * years),
  };
}

/**
 * Funds in a market whose returns are independent over time, so that the best k funds are known (`client/theory`). Merton
 * 1969 has the best weights of one investor.
 */
export const portfolio = regimeDefinition({
  id: "portfolio",
  description: "Choose weights of risky assets, for investors who differ in risk aversion.",
  options: [],
  market(options, context) {
    const { rate, years, ...assets } = readMarketOptions(options, context);
    const regime = brownianRegime(assets, rate, years, { option: "correlation", context });
    return { regimes: [regime], shares: [1], renewal: 0, maxWeight: options.max_weight as number };
  },
});
