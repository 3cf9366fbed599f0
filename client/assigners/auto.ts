import { numIterations, type RunLength } from "../config/num-iterations.js";
import { dealtAssignment, greedyAssignment } from "../ops/assignment.js";
import type { Assigner, PopulationSize, SearchPlan } from "./assigner.js";
import { hardAssigner } from "./hard.js";

/** Shares of a run. */
const EXCHANGES_FROM = 0.1;
const EXCHANGES_UNTIL = 0.8;
const BETWEEN_EXCHANGES = 1 / 30;
const HINDSIGHT_FROM = 1 / 3;

/**
 * EM that does not get stuck: hard assignment with an E-step after every M-step, and a search beside it. What
 * representatives do in a few steps, or in one lucky episode, shows where they could serve agents better than
 * from where small steps lead. Agent i starts with representative i mod k.
 */
export function auto({ numRepresentatives: k, numAgents: n }: PopulationSize, run: RunLength): Assigner {
  const assigner = hardAssigner(k, {
    start: () => dealtAssignment(n, k),
    next: (_, utilities) => greedyAssignment(utilities, k),
  });
  return { ...assigner, search: k > 1 ? searchOf(numIterations(run)) : undefined };
}

/** @param iterations - of the whole run */
function searchOf(iterations: number): SearchPlan {
  const between = Math.max(Math.round(BETWEEN_EXCHANGES * iterations), 1);
  return {
    exchanges: (iteration) =>
      iteration % between === 0 &&
      iteration >= EXCHANGES_FROM * iterations &&
      iteration <= EXCHANGES_UNTIL * iterations,
    hindsight: (iteration) => iteration >= HINDSIGHT_FROM * iterations,
  };
}
