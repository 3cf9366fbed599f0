import { areCosts } from "../../ops/costs.js";
import { withOutsideOptions } from "../../ops/outside-options.js";
import type { FinishedEpisode } from "../../remote/environments/environments.js";
import type { Learner } from "../learner.js";
import type { Rollout } from "../rollout/rollout.js";
import { expectedUtilities } from "../utilities/trials.js";
import { equalStanding, type Standing } from "../welfare/agent-weights.js";
import { episodesOf, windowsOf } from "./behavior.js";
import { bestExchange, type Exchange } from "./exchange.js";
import { paysAtTheEnd, payWhatIsAdded } from "./hindsight.js";

/** What an algorithm makes of a rollout beyond learning from it for whom the representatives serve. */
export interface Finding {
  /** The assigner's parameters to learn from it with, [k, n]. */
  readonly weights: Float32Array;
  /** To be made once it is learnt from. */
  readonly exchange?: Exchange;
}

/**
 * Looks beyond where small steps lead, if the assigner does so in this iteration. Where episodes pay at their
 * end, each of them is judged by what it adds: the rollout's rewards are changed, and every agent counts for
 * every representative. Elsewhere a few steps, or whole episodes where returns are costs, show what a representative
 * could be worth, and an exchange may be found. What agents lose and gain by it is against their outside options too,
 * and counts as they do.
 * @param episodes - that ended in the rollout
 */
export function search(
  learner: Learner,
  rollout: Rollout,
  episodes: readonly FinishedEpisode[],
  standing?: Standing,
): Finding {
  const { model, assignmentParameters: weights } = learner.representatives;
  const { weights: agentWeights, outsideOptions } = standing ?? equalStanding(model.sizes.numAgents);
  const { known, utilities: own } = learner.utilities;
  const plan = model.assigner.search;
  const iteration = learner.iteration + 1;
  if (plan === undefined || !known.every(Boolean)) return { weights };
  const utilities = withOutsideOptions(expectedUtilities(own, learner.trials), outsideOptions);
  if (paysAtTheEnd(rollout, episodes)) {
    if (!plan.hindsight(iteration)) return { weights };
    payWhatIsAdded(rollout, utilities);
    return { weights: new Float32Array(weights.length).fill(1) };
  }
  if (!plan.exchanges(iteration)) return { weights };
  const behaviors = areCosts(own)
    ? episodesOf(rollout, episodes, own)
    : windowsOf(rollout, learner.episodeLengths);
  return {
    weights,
    exchange: bestExchange(utilities, model.sizes.numRepresentatives, behaviors, agentWeights),
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
