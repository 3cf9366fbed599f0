import { ConfigError } from "../../base/config-error.js";
import { type Assignment, greedyAssignment } from "../../ops/assignment.js";
import { episodesOf, meanOfEpisodes, type PolicyReturns } from "./policy-returns.js";

/**
 * Few-shot choice of a policy for each held-out agent: the policy with the best mean over its first m episodes; among
 * equals, the first. Ge et al. 2025.
 * @param episodes - m
 * @returns [n]
 * @throws ConfigError if no episode would be left to evaluate the choice
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
