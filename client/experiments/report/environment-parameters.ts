import type { ParameterSpec } from "../../records/records.js";
import { describedBy } from "../../remote/environments/description.js";
import type { Transport } from "../../remote/transport/transport.js";
import { budgetsOf } from "../plan/experiment-definition.js";
import type { Grid } from "../plan/grid.js";

/** Environment id → what its agents differ in, [p]. */
export type EnvironmentParameters = ReadonlyMap<string, readonly ParameterSpec[]>;

/**
 * Asks a server for every environment of a grid with its numbers of agents.
 * @throws ContractError if one of them cannot be
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
