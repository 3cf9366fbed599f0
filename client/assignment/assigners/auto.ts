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
  description: "EM with a search that keeps it from getting stuck",
  create: auto,
};

/** Shares of a run in which the searches start and end. */
const EXCHANGES_FROM = 0.1;
const EXCHANGES_UNTIL = 0.8;
const BETWEEN_EXCHANGES = 1 / 30;
/** Minimal number of iterations between exchanges, so that a copy can become better than its original for some agents. */
const LEAST_BETWEEN_EXCHANGES = 5;
/** Minimal share of a run between exchanges, which replaces the number above in short runs. */
const ENOUGH_BETWEEN_EXCHANGES = 1 / 8;
const HINDSIGHT_FROM = 1 / 3;

/**
 * EM with a search: hard assignment with an E-step after every M-step, and a search that keeps it from getting stuck.
 * A few steps or one lucky episode of a representative can show behavior that serves agents better than gradient steps
 * would reach. If returns are costs, a representative that would serve no agent gets one, as with EM. Agent i starts
 * with representative i mod k.
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
      // A representative without agents learns nothing. If returns are costs, exchanges are too rare to help it.
      const assigner = areCosts(utilities) ? em : greedy;
      return assigner.update(parameters, utilities, iteration, rng);
    },
    search: k > 1 ? searchOf(numIterations(config)) : undefined,
  };
}

/** @param iterations - number of iterations of the whole run */
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
