import { ConfigError } from "../../base/config-error.js";
import { type Assignment, greedyAssignment } from "../../ops/assignment.js";
import { episodesOf, meanOfEpisodes, type PolicyReturns } from "./policy-returns.js";

/**
 * The policy of each held-out agent that is chosen by the first m episodes of each policy: the best by their mean,
 * the first of equals. Ge et al. 2025, few-shot.
 * @param episodes - m
 * @returns [n]
 * @throws ConfigError if no episode would be left to judge the choice by
 */
export function fewShotChoice(returns: PolicyReturns, episodes: number): Assignment {
  const most = episodesOf(returns) - 1;
  if (!(Number.isInteger(episodes) && episodes >= 1 && episodes <= most)) {
    throw new ConfigError(
      `fewShotEpisodes: expected 1 to ${most}, one less than there are of each policy, got ${episodes}`,
    );
  }
  return greedyAssignment(meanOfEpisodes(returns, 0, episodes), returns.numPolicies);
}
