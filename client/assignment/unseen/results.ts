import { assignedValues } from "../../ops/agent-values.js";
import { type Assignment, greedyAssignment } from "../../ops/assignment.js";
import { fewShotChoice } from "./few-shot.js";
import { episodesOf, meanOfEpisodes, type PolicyReturns } from "./policy-returns.js";
import { type ServedAgents, servedAgents } from "./served.js";

/** Results of a run's policies for agents that were not trained for. */
export interface UnseenResults {
  /** θ, [n, p]. */
  readonly agentParameters: readonly (readonly number[])[];
  /** Number of episodes of each policy that evaluate the choices. Few-shot choices are made with other episodes. */
  readonly episodes: number;
  /** [k, n]: mean returns over them, on the environment's report scale. */
  readonly utilities: readonly (readonly number[])[];
  /** ε_V, which defines the share of agents near their best, on the report scale; null if none was given. */
  readonly accuracy: number | null;
  /** Results of choosing the policy of the nearest prototype or training agent. */
  readonly zeroShot: ServedAgents;
  /** Results of choosing by the mean of a few episodes of each policy, for each number of episodes. */
  readonly fewShot: readonly FewShot[];
  /** Results of choosing with the evaluation's own episodes: an upper bound, biased upwards by noise. */
  readonly bestOfK: ServedAgents;
}

/** Results of a choice of policies by episodes. */
export interface FewShot extends ServedAgents {
  /** m: episodes of each policy. */
  readonly episodes: number;
}

/** The choices to evaluate for held-out agents. */
export interface UnseenQuestion {
  /** Zero-shot policies, [n]. */
  readonly nearest: Assignment;
  /** The values of m for few-shot choices. */
  readonly fewShotEpisodes: readonly number[];
  /** ε_V, or null. */
  readonly accuracy: number | null;
}

/**
 * Chooses policies for held-out agents in every way and evaluates the choices. Few-shot choices use the first episodes.
 * All choices are evaluated on the episodes after the largest m. An agent's best known return is that of the best policy.
 * @param returns - [k, E, n], on the report scale
 * @throws ConfigError if few-shot choices leave no episode for the evaluation
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
