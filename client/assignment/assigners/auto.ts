import { numIterations, type RunLength } from "../../base/num-iterations.js";
import { dealtAssignment, greedyAssignment } from "../../ops/assignment.js";
import { areCosts } from "../../ops/costs.js";
import type { Assigner, PopulationSize, SearchPlan } from "./assigner.js";
import type { AssignerEntry } from "./entry.js";
import { expectationMaximization } from "./expectation-maximization.js";
import { hardAssigner } from "./hard.js";
import type { ExpectationMaximizationConfig } from "./settings.js";

/** The entry in the registry of algorithms. */
export const autoEntry: AssignerEntry = {
  description: "EM that does not get stuck, with a search beside it",
  create: auto,
};

/** Shares of a run. */
const EXCHANGES_FROM = 0.1;
const EXCHANGES_UNTIL = 0.8;
const BETWEEN_EXCHANGES = 1 / 30;
/** Iterations between exchanges at least, in which a copy becomes better than its original for some agents. */
const LEAST_BETWEEN_EXCHANGES = 5;
/** The share of a short run that is enough between exchanges all the same. */
const ENOUGH_BETWEEN_EXCHANGES = 1 / 8;
const HINDSIGHT_FROM = 1 / 3;

/**
 * EM that does not get stuck: hard assignment with an E-step after every M-step, and a search beside it. What
 * representatives do in a few steps, or in one lucky episode, shows where they could serve agents better than
 * from where small steps lead. Where returns are costs, a representative that would serve nobody gets an agent, as with
 * EM. Agent i starts with representative i mod k.
 */
export function auto(size: PopulationSize, config: ExpectationMaximizationConfig & RunLength): Assigner {
  const { numRepresentatives: k, numAgents: n } = size;
  const em = expectationMaximization(size, config);
  const greedy = hardAssigner(k, {
    start: () => dealtAssignment(n, k),
    next: (_, utilities) => greedyAssignment(utilities, k),
  });
  return {
    ...greedy,
    update(parameters, utilities, iteration, rng) {
      // Whoever is left with nobody learns nothing; where returns are costs, exchanges come too slowly for that.
      const assigner = areCosts(utilities) ? em : greedy;
      return assigner.update(parameters, utilities, iteration, rng);
    },
    search: k > 1 ? searchOf(numIterations(config)) : undefined,
  };
}

/** @param iterations - of the whole run */
function searchOf(iterations: number): SearchPlan {
  const least = Math.min(LEAST_BETWEEN_EXCHANGES, Math.ceil(ENOUGH_BETWEEN_EXCHANGES * iterations));
  const between = Math.max(Math.round(BETWEEN_EXCHANGES * iterations), least);
  return {
    exchanges: (iteration) =>
      iteration % between === 0 &&
      iteration >= EXCHANGES_FROM * iterations &&
      iteration <= EXCHANGES_UNTIL * iterations,
    hindsight: (iteration) => iteration >= HINDSIGHT_FROM * iterations,
  };
}
