import type { Assignment } from "../../ops/assignment.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { nearestRow } from "../covers/distance.js";

/**
 * Zero-shot choice of a policy for each held-out agent, if policies have no prototypes: the policy of the nearest
 * training agent, by L∞.
 * @param agents - θ of the held-out agents, [n, p]
 * @param trainingAgents - θ of the training agents, [n′, p]
 * @param assignment - the policy of each training agent, [n′]
 */
export function nearestAgents(
  agents: ParameterTable,
  trainingAgents: ParameterTable,
  assignment: Assignment,
): Assignment {
  return Int32Array.from(
    { length: agents.rows },
    (_, i) => assignment[nearestRow(agents, i, trainingAgents).row],
  );
}
