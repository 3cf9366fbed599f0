import type { ParameterSpec } from "../../records/records.js";
import { describedBy } from "../../remote/environments/description.js";
import type { Transport } from "../../remote/transport/transport.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import type { Grid } from "../plan/grid.js";

/** Environment id → the parameters in which its agents differ, [p]. */
export type EnvironmentParameters = ReadonlyMap<string, readonly ParameterSpec[]>;

/**
 * Describes every environment of a grid with its numbers of agents.
 * @throws ContractError if the server refuses one of them
 */
export async function describeEnvironments(
  transport: Transport,
  { definition, settings }: Grid,
): Promise<EnvironmentParameters> {
  const parameters = new Map<string, readonly ParameterSpec[]>();
  for (const environmentId of definition.environments) {
    for (const count of new Set(budgetsOf(definition, environmentId).map(({ agents }) => agents))) {
      const spec = await describedBy(transport, {
        environmentId,
        options: { ...settings.envOptions },
        agents: { kind: { $case: "sampled", value: { count, seed: 0 } } },
      });
      parameters.set(environmentId, spec.agentParameters);
    }
  }
  return parameters;
}
