import { assignedValues } from "../../ops/agent-values.js";
import { type Assignment, greedyAssignment } from "../../ops/assignment.js";
import { fewShotChoice } from "./few-shot.js";
import { episodesOf, meanOfEpisodes, type PolicyReturns } from "./policy-returns.js";
import { type ServedAgents, servedAgents } from "./served.js";

/** What a run's policies are worth to agents who were not trained for. */
export interface UnseenResults {
  /** θ, [n, p]. */
  readonly agentParameters: readonly (readonly number[])[];
  /** Episodes of each policy by which all below is judged; few-shot choices are made by others. */
  readonly episodes: number;
  /** [k, n]: mean returns over them, on the environment's report scale. */
  readonly utilities: readonly (readonly number[])[];
  /** ε_V of the shares of agents near their best, on the same scale; null if there is none. */
  readonly accuracy: number | null;
  /** The policy of whom agents are nearest to. */
  readonly zeroShot: ServedAgents;
  /** The best policy by the mean of a few episodes of each, for each number of them. */
  readonly fewShot: readonly FewShot[];
  /** The best policy by the episodes it is judged by: what choosing could reach at most, or seem to. */
  readonly bestOfK: ServedAgents;
}

/** A choice of policies by episodes. */
export interface FewShot extends ServedAgents {
  /** m, of each policy. */
  readonly episodes: number;
}

/** What is to be made of held-out agents' returns. */
export interface UnseenQuestion {
  /** Zero-shot policies, [n]. */
  readonly nearest: Assignment;
  /** Each m of few-shot. */
  readonly fewShotEpisodes: readonly number[];
  /** ε_V, or null. */
  readonly accuracy: number | null;
}

/**
 * Chooses policies for held-out agents in every way, few-shot by the first episodes, and judges all choices by those
 * after the most that any of them uses. The best known return of an agent is that of the best of these policies.
 * @param returns - [k, E, n], on the report scale
 * @throws ConfigError if few-shot leaves no episode to judge by
 */
export function unseenResults(
  returns: PolicyReturns,
  { nearest, fewShotEpisodes, accuracy }: UnseenQuestion,
): Omit<UnseenResults, "agentParameters"> {
  const { numPolicies: k, numAgents: n } = returns;
  const choices = fewShotEpisodes.map((episodes) => ({ episodes, choice: fewShotChoice(returns, episodes) }));
  const first = Math.max(0, ...fewShotEpisodes);
  const utilities = meanOfEpisodes(returns, first, episodesOf(returns));
  const best = greedyAssignment(utilities, k);
  const bestKnown = assignedValues(utilities, best);
  const served = (policies: Assignment) => servedAgents(utilities, policies, bestKnown, accuracy);
  return {
    episodes: episodesOf(returns) - first,
    utilities: Array.from({ length: k }, (_, j) => [...utilities.subarray(j * n, (j + 1) * n)]),
    accuracy,
    zeroShot: served(nearest),
    fewShot: choices.map(({ episodes, choice }) => ({ episodes, ...served(choice) })),
    bestOfK: served(best),
  };
}
