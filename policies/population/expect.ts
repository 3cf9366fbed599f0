import { afterTrials, type Expectation, NORMAL_975, predicted } from "./expectation.js";
import { type Neighbours, neighboursOf } from "./neighbours.js";
import type { Population } from "./population.js";

/** What is known of an agent. */
export interface Evidence {
  /** θ, [p]. */
  readonly parameters?: readonly number[];
  /** The agent's number among those that policies were trained for, from 0. */
  readonly knownAgent?: number;
  /** By representative, from 0: returns of the agent's trial episodes. */
  readonly trials: ReadonlyMap<number, readonly number[]>;
}

/**
 * What an agent can expect of each policy, [k]: by the returns of the agents near its θ or, where θ is unknown, of all
 * agents, and by its own trials.
 */
export function expect(population: Population, evidence: Evidence): Expectation[] {
  const near = evidence.parameters && neighboursOf(population, evidence.parameters);
  return population.returns.map((_, policy) => {
    const prior =
      evidence.knownAgent === undefined
        ? ofOthers(population, policy, near)
        : ofKnown(population, policy, evidence.knownAgent);
    return afterTrials(prior, evidence.trials.get(policy) ?? []);
  });
}

/** The mean of the agent's own episodes in the assessment, and its standard error. */
function ofKnown({ returns, deviations, episodes }: Population, policy: number, agent: number): Expectation {
  const mean = returns[policy][agent];
  const episodeDeviation = deviations[policy][agent];
  const half = (NORMAL_975 * episodeDeviation) / Math.sqrt(Math.max(episodes[policy], 1));
  return { mean, lower: mean - half, upper: mean + half, episodeDeviation };
}

/** @param near - all agents alike if left out */
function ofOthers(population: Population, policy: number, near?: Neighbours): Expectation {
  const { returns, deviations, numTrained } = population;
  const { agents, weights } = near ?? {
    agents: [...returns[policy].keys()],
    weights: returns[policy].map(() => 1),
  };
  const trained = agents.filter((agent) => agent < numTrained);
  const measured =
    trained.length > 0 ? trained.map((agent) => deviations[policy][agent]) : deviations[policy];
  return predicted({
    returns: agents.map((agent) => returns[policy][agent]),
    weights,
    episodeDeviation: measured.reduce((a, b) => a + b, 0) / measured.length,
  });
}
