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

/** What an algorithm finds in a rollout beside what small steps learn from it; nothing, of most. */
export interface Finding {
  /**
   * Q, [k, n], if episodes are to be judged by what they add to it, in hindsight: what agents are expected to have, or
   * their outside options.
   */
  readonly hindsight?: Utilities;
  /** To be made once the rollout is learnt from. */
  readonly exchange?: Exchange;
}

/** What representatives learn from. */
export interface WeighedRollout {
  readonly rollout: Rollout;
  /** The assigner's parameters by which agents count in it, [k, n]. */
  readonly assignmentParameters: Float32Array;
}

/**
 * Looks beyond where small steps lead, if the assigner does so in this iteration. Where episodes pay at their
 * end, each of them is to be judged by what it adds. Elsewhere a few steps, or whole episodes where returns are costs,
 * show what a representative could be worth, and an exchange may be found. What agents lose and gain by it is against
 * their outside options too, and counts as they do.
 * @param episodes - that ended in the rollout
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
  const behaviors = areCosts(own)
    ? episodesOf(rollout, episodes, own)
    : windowsOf(rollout, learner.episodeLengths);
  return { exchange: bestExchange(utilities, numRepresentatives, behaviors, agentWeights) };
}

/** A rollout in which episodes are paid for what they add, and every agent counts for every representative. */
export function inHindsight(rollout: Rollout, utilities: Utilities): WeighedRollout {
  return {
    rollout: payingWhatIsAdded(rollout, utilities),
    assignmentParameters: new Float32Array(utilities.length).fill(1),
  };
}

/**
 * Makes an exchange. The copy is worth what its original is, and on trial: until it is known better, agents are assigned
 * as if it kept what its behavior promised.
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
