import { nearestRow } from "../covers/distance.js";
import type { Assignment } from "../ops/assignment.js";
import type { ParameterTable } from "../parameter-table.js";

/**
 * The policy of each held-out agent that is chosen without an episode: that of the nearest prototype, by L∞.
 * Ge et al. 2025, zero-shot.
 * @param agents - θ of the held-out ones, [n, p]
 * @param prototypes - [k, p], whose rows are policies
 */
export function nearestPrototypes(agents: ParameterTable, prototypes: ParameterTable): Assignment {
  return Int32Array.from({ length: agents.rows }, (_, i) => nearestRow(agents, i, prototypes).row);
}

/**
 * The same where policies have no prototypes: that of the training agent who is nearest, by L∞.
 * @param agents - θ of the held-out ones, [n, p]
 * @param trainingAgents - θ of those, [n′, p]
 * @param assignment - which policy serves each of them, [n′]
 */
export function nearestAgents(
  agents: ParameterTable,
  trainingAgents: ParameterTable,
  assignment: Assignment,
): Assignment {
  return nearestPrototypes(agents, trainingAgents).map((i) => assignment[i]);
}
