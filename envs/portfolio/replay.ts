import { InvalidValueError } from "../errors.js";
import { checkOrder, type OptionSpec, type Options } from "../options.js";
import type { EnvDefinition } from "../registry.js";
import { box } from "../space.js";
import { marketObservations } from "./final-wealth.js";
import { commonOptions } from "./options.js";
import { readPreferences } from "./preferences.js";
import { createReplayEnv, type ReplayMarket, replayInfos } from "./replay-env.js";
import type { MonthlyReturns } from "./returns-file.js";

const ID = "portfolio-replay";
const CONTEXT = `env "${ID}"`;
const SECONDS_PER_MONTH = (365.25 * 24 * 3600) / 12;
/** Weights of factors are larger than those of single assets, since factors vary less. */
const MAX_WEIGHT = 5;
const MAX_EPISODE_STEPS = 120;

/**
 * Funds in a market that replays real excess returns in random blocks, for investors who differ in risk aversion. That
 * something paid in the past does not say that it will: results are no advice.
 */
export function portfolioReplay(table: MonthlyReturns): EnvDefinition {
  const a = table.assets.length;
  return {
    id: ID,
    defaultNumAgents: 100,
    options: [...commonOptions(MAX_EPISODE_STEPS, MAX_WEIGHT), ...replayOptions(table)],
    configure(options) {
      const market = replayMarket(table, options);
      const preferences = readPreferences(options, CONTEXT);
      const { agentParameters, rewardRange, countsWealth, numFeatures, rewards, sampleAgents } = preferences;
      const maxEpisodeSteps = options.max_episode_steps as number;
      return {
        spec: {
          id: ID,
          description: `Choose weights of ${table.assets.join(", ")} in months that really were.`,
          observationSpace: marketObservations(
            a,
            [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
            countsWealth,
          ),
          actionSpace: box([a], -market.maxWeight, market.maxWeight),
          rewardRange,
          agentParameters,
          infos: replayInfos(a),
          maxEpisodeSteps,
          dt: SECONDS_PER_MONTH,
          renderModes: ["rgb_array"],
          // Per cent a year.
          reportScale: 1200 / maxEpisodeSteps,
        },
        numFeatures,
        rewards,
        bytesPerEnvironment: 4096,
        sampleAgents,
        create: async () => createReplayEnv(market, preferences, CONTEXT),
      };
    },
  };
}

function replayOptions(table: MonthlyReturns): OptionSpec[] {
  const [first, last] = yearsOf(table);
  const year = { type: "integer", minimum: first, maximum: last } as const;
  return [
    {
      name: "block_months",
      type: "integer",
      default: 12,
      minimum: 1,
      maximum: 1200,
      unit: "month",
      description: "Length of the blocks of consecutive months that are replayed in random order.",
    },
    { ...year, name: "first_year", default: first, description: "The first year whose months are replayed." },
    { ...year, name: "last_year", default: last, description: "The last such year." },
  ];
}

function yearsOf({ firstMonth, assets, values }: MonthlyReturns): [first: number, last: number] {
  const lastMonth = firstMonth + values.length / assets.length - 1;
  return [Math.floor(firstMonth / 12), Math.floor(lastMonth / 12)];
}

/** @throws InvalidValueError at years that are too few for a block */
function replayMarket(table: MonthlyReturns, options: Options): ReplayMarket {
  checkOrder(options, "first_year", "last_year", CONTEXT);
  const {
    first_year: first,
    last_year: last,
    block_months: blockMonths,
    max_weight: maxWeight,
  } = options as Record<string, number>;
  const values = valuesOf(table, first, last);
  const numAssets = table.assets.length;
  const numMonths = values.length / numAssets;
  if (blockMonths >= numMonths) {
    const expected = `fewer than the ${numMonths} months from ${first} to ${last}`;
    throw new InvalidValueError("options.block_months", expected, `${blockMonths}`, CONTEXT);
  }
  return { values, numAssets, blockMonths, maxWeight };
}

/** The rows of the table from one year to another. */
export function valuesOf({ firstMonth, assets, values }: MonthlyReturns, first: number, last: number) {
  const row = (month: number) => Math.max(month - firstMonth, 0) * assets.length;
  return values.subarray(row(12 * first), row(12 * (last + 1)));
}
