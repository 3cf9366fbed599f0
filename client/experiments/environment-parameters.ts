import { describedBy } from "../environments/description.js";
import type { ParameterSpec } from "../run/records.js";
import type { Transport } from "../transport/transport.js";
import { budgetsOf } from "./definitions.js";
import type { Grid } from "./grid.js";

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
