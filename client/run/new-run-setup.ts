import { assignerRegistry } from "../assignment/assigners/index.js";
import { type DraftConfig, resolveConfig } from "../config/resolve-config.js";
import type { Transport } from "../remote/transport/transport.js";
import { describeEnvironment, populationSize } from "./environment-spec.js";
import { drawAgents } from "./open-environments.js";
import { type RunSetup, runSetup } from "./run-setup.js";

/**
 * Sets up a new run. If the algorithm sets k to n and n is not given, n is the environment's default. If the algorithm
 * finds k itself, the given k is an upper limit.
 * @throws ConfigError, ContractError or ConnectionError if the run cannot be set up
 */
export async function setUpNewRun(
  transports: readonly Transport[],
  { input, config: draft, awaits }: DraftConfig,
): Promise<RunSetup> {
  const described = await describeEnvironment(transports, draft);
  if (awaits === "nothing") return runSetup(draft, described);
  if (awaits === "count") return runSetup(resolveConfig(input, populationSize(draft, described)), described);
  const agents = await drawAgents(transports, runSetup(draft, described));
  const { prototypes: rule } = assignerRegistry.get(draft.algorithm);
  const committee = rule!.find(agents, input.representatives ?? Number.POSITIVE_INFINITY, draft);
  const config = resolveConfig({ ...input, representatives: committee.prototypes.rows });
  return runSetup(config, described, committee);
}
