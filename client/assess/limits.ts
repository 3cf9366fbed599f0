import { ConfigError } from "../base/config-error.js";

/** Numbers of what an assessment plays. */
export interface AssessmentCounts {
  /** E: episodes of each policy. */
  readonly episodes: number;
  /** Episodes of each policy up to which requirements are decided. */
  readonly maxEpisodes: number;
  readonly seed: number;
  /** Such as 0.95. */
  readonly confidence: number;
}

const MOST_EPISODES = 100_000;
/** Policies that a dossier may have. */
const MOST_POLICIES = 1000;
/** Pairs of a policy and an agent, which bounds the bytes of dossier.json. */
const MOST_PAIRS = 500_000;
/** Returns that are kept at once: a gigabyte. */
const MOST_RETURNS = 2 ** 27;
const LARGEST_SEED = 2 ** 52;

/** @throws ConfigError at a number that makes no sense, or more than fit into memory */
export function checkCounts({ episodes, maxEpisodes, seed, confidence }: AssessmentCounts): void {
  checkWhole("episodes", episodes, 2, MOST_EPISODES);
  checkWhole("max-episodes", maxEpisodes, episodes, MOST_EPISODES);
  checkWhole("seed", seed, 0, LARGEST_SEED);
  if (confidence >= 0.5 && confidence < 1) return;
  throw new ConfigError(`--confidence: expected a number from 0.5 to below 1, got ${confidence}`);
}

function checkWhole(flag: string, value: number, lowest: number, highest: number): void {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return;
  throw new ConfigError(`--${flag}: expected a whole number from ${lowest} to ${highest}, got ${value}`);
}

/** @throws ConfigError if a population is too large for its policies to be assessed */
export function checkPopulation(numPolicies: number, numAgents: number, episodes: number): void {
  if (numPolicies > MOST_POLICIES)
    throw new ConfigError(`--run: expected at most ${MOST_POLICIES} representatives, got ${numPolicies}`);
  if (numPolicies * numAgents > MOST_PAIRS)
    throw new ConfigError(
      `--run: expected at most ${Math.floor(MOST_PAIRS / numPolicies)} agents of ${numPolicies} policies, got ${numAgents}`,
    );
  const most = Math.floor(MOST_RETURNS / (numPolicies * numAgents));
  if (episodes > most)
    throw new ConfigError(
      `--episodes: expected at most ${most} of ${numPolicies} policies for ${numAgents} agents, got ${episodes}`,
    );
}
