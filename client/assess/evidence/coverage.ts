import type { Dossier } from "../../../approval/index.js";
import { greedyAssignment } from "../../ops/assignment.js";
import { quantile } from "../../ops/distribution.js";

/** An agent and what it gets. */
export interface ServedAgent {
  /** θ, [p]. */
  readonly parameters: readonly number[];
  /** Mean return, on the report scale. */
  readonly return: number;
  /** From 1. */
  readonly representative: number;
  /** Whether nobody trained for it. */
  readonly unseen: boolean;
}

/** Number of agents that are listed at most. */
const MOST_LISTED = 100;

/** The agents whose return is at most the 10th percentile of all, the worst first; at most a hundred. */
export function worstServed(agents: readonly ServedAgent[]): Dossier["coverage"]["worstServed"] {
  const tenth = quantile(Float64Array.from(agents, ({ return: own }) => own).sort(), 0.1);
  return agents
    .filter(({ return: own }) => own <= tenth)
    .sort((a, b) => a.return - b.return)
    .slice(0, MOST_LISTED)
    .map((agent) => ({ ...agent, parameters: [...agent.parameters] }));
}

/** The agents that were trained for, each with its policy, and unseen ones, each with its best. */
export function everyone(
  trained: Pick<Dossier["agents"], "parameters" | "assignment" | "returns">,
  unseen: Dossier["coverage"]["unseen"],
): ServedAgent[] {
  const assignment = trained.assignment.map((number) => number - 1);
  const served = servedAgents(trained, assignment, false);
  if (unseen === null) return served;
  const best = greedyAssignment(unseen.returns.flat(), unseen.returns.length);
  return [...served, ...servedAgents(unseen, best, true)];
}

/** Agents' parameters and mean returns of an assessment. */
interface ReturnsOfAgents {
  /** θ, [n, p]. */
  readonly parameters: readonly (readonly number[])[];
  /** [k, n]. */
  readonly returns: readonly (readonly number[])[];
}

/**
 * Each agent with what it gets from its policy.
 * @param assignment - [n]: from 0
 */
export function servedAgents(
  { parameters, returns }: ReturnsOfAgents,
  assignment: ArrayLike<number>,
  unseen: boolean,
): ServedAgent[] {
  return parameters.map((own, i) => ({
    parameters: own,
    return: returns[assignment[i]][i],
    representative: assignment[i] + 1,
    unseen,
  }));
}
