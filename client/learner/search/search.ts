import type { Utilities } from "../../ops/assignment.js";
import { areCosts } from "../../ops/costs.js";
import { withOutsideOptions } from "../../ops/outside-options.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import type { Learner } from "../learner.js";
import type { Rollout } from "../rollout/rollout.js";
import { expectedUtilities } from "../utilities/trials.js";
import { type AgentWeighting, equalWeighting } from "../welfare/agent-weights.js";
import { episodesOf, windowsOf } from "./behavior.js";
import { bestExchange, type Exchange } from "./exchange.js";
import { payingWhatIsAdded, paysAtTheEnd } from "./hindsight.js";
import { differByMoreThanLuck } from "./reliability.js";

/** What a search finds in a rollout, besides what gradient steps learn from it. Most algorithms find nothing. */
export interface Finding {
  /**
   * Q, [k, n], if episodes are to be rewarded in hindsight for what they add to it: the larger of agents' expected returns
   * and their outside options.
   */
  readonly hindsight?: Utilities;
  /** The exchange to make after learning from the rollout. */
  readonly exchange?: Exchange;
}

/** A rollout to learn from, with the assigner's parameters to use. */
export interface WeighedRollout {
  readonly rollout: Rollout;
  /** The assigner's parameters to use with this rollout, [k, n]. */
  readonly assignmentParameters: Float32Array;
}

/**
 * Searches beyond the reach of gradient steps, if the assigner does so in this iteration. If episodes give rewards only
 * at their end, each episode is to be rewarded for what it adds. Otherwise windows of a few steps (or whole episodes, if
 * returns are costs) show what a representative could be worth, unless they differ by luck, and an exchange may be
 * found. Gains and losses of agents take their outside options and their weights into account.
 * @param episodes - those that ended in the rollout
 */
export function search(
  learner: Learner,
  rollout: Rollout,
  episodes: readonly FinishedEpisode[],
  weighting?: AgentWeighting,
): Finding {
  const { numAgents, numRepresentatives } = learner.representatives.model.sizes;
  const { weights: agentWeights, outsideOptions } = weighting ?? equalWeighting(numAgents);
  const { known, utilities: own } = learner.utilities;
  const plan = learner.representatives.model.assigner.search;
  const iteration = learner.iteration + 1;
  if (plan === undefined || !known.every(Boolean)) return {};
  const utilities = withOutsideOptions(expectedUtilities(own, learner.trials), outsideOptions);
  if (paysAtTheEnd(rollout, episodes)) return plan.hindsight(iteration) ? { hindsight: utilities } : {};
  if (!plan.exchanges(iteration)) return {};
  if (!differByMoreThanLuck(rollout)) return {};
  const behaviors = areCosts(own)
    ? episodesOf(rollout, episodes, own)
    : windowsOf(rollout, learner.episodeLengths);
  return { exchange: bestExchange(utilities, numRepresentatives, behaviors, agentWeights) };
}

/** A rollout whose episodes are rewarded for what they add, and in which every agent counts for every representative. */
export function inHindsight(rollout: Rollout, utilities: Utilities): WeighedRollout {
  return {
    rollout: payingWhatIsAdded(rollout, utilities),
    assignmentParameters: new Float32Array(utilities.length).fill(1),
  };
}

/**
 * Makes an exchange. The copy gets the utilities of its original and is on trial: until it has finished an episode of
 * its own, agents are assigned as if it kept what its behavior promised.
 */
export function makeExchange(learner: Learner, { replaced, behavior }: Exchange): void {
  const { representatives, utilities, episodeLengths, trials, iteration } = learner;
  const { representative: original, utilities: promised } = behavior;
  const n = promised.length;
  const copied = (rows: Float64Array) =>
    rows.slice().copyWithin(replaced * n, original * n, (original + 1) * n);
  representatives.copy(original, replaced);
  learner.episodeLengths = episodeLengths.with(replaced, episodeLengths[original]);
  learner.utilities = {
    ...utilities,
    utilities: copied(utilities.utilities),
    latest: copied(utilities.latest),
  };
  learner.trials = trials.with(replaced, { promised, since: iteration });
}
