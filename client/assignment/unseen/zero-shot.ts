import type { Assignment } from "../../ops/assignment.js";
import type { ParameterTable } from "../../tables/parameter-table.js";
import { nearestRow } from "../covers/distance.js";

/**
 * The policy of each held-out agent that is chosen without an episode where policies have no prototypes: that of the
 * training agent who is nearest, by L∞.
 * @param agents - θ of the held-out ones, [n, p]
 * @param trainingAgents - θ of those, [n′, p]
 * @param assignment - which policy serves each of them, [n′]
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
