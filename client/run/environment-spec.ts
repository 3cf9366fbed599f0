import { decodeSpace, type EnvironmentSpec } from "../../proto/index.js";
import { ConfigError } from "../base/config-error.js";
import { knownNumAgents } from "../config/population.js";
import { checkRepresentatives } from "../config/representatives.js";
import type { TrainConfig } from "../config/train-config.js";
import { checkOutsideOptions } from "../learner/welfare/outside-options.js";
import { describedBy } from "../remote/environments/description.js";
import type { Transport } from "../remote/transport/transport.js";

/**
 * A run's environment, with the run's number of agents.
 * @param described - the environment with its default number of agents
 * @throws ConfigError if the number of representatives or outside options does not fit the agents, or if a policy's mean
 * is to be scaled to the bounds of actions and they have none
 */
export function checkedSpec(config: TrainConfig, described: EnvironmentSpec): EnvironmentSpec {
  const numAgents = populationSize(config, described);
  checkRepresentatives(config, numAgents);
  checkOutsideOptions(config, numAgents);
  checkSquashing(config, described);
  return { ...described, numAgents };
}

function checkSquashing({ squashMean, env }: TrainConfig, spec: EnvironmentSpec): void {
  const space = decodeSpace(spec.actionSpace, "spec.action_space");
  if (!squashMean || space.kind !== "box") return;
  const { low, high } = space;
  for (let i = 0; i < Math.max(low.length, high.length); i++) {
    const [from, to] = [low[i % low.length], high[i % high.length]];
    // Policies are computed in float32.
    if (Number.isFinite(Math.fround(to - from))) continue;
    const got = `actions from ${from} to ${to} (env "${env}")`;
    throw new ConfigError(`squashMean: expected actions with bounds, to scale the mean to, got ${got}`);
  }
}

/**
 * The number of agents, n.
 * @throws ConfigError if agents are given with a wrong number of parameters
 */
export function populationSize(
  { trainAgents, agents, agentParameters }: Pick<TrainConfig, "trainAgents" | "agents" | "agentParameters">,
  spec: EnvironmentSpec,
): number {
  if (agentParameters === null) return knownNumAgents({ trainAgents, agents }) ?? spec.numAgents;
  const names = parameterNames(spec);
  if (agentParameters.length % names.length === 0) return agentParameters.length / names.length;
  throw new ConfigError(
    `agentParameters: expected ${names.length} for each agent (${names.join(", ")}), got ${agentParameters.length} numbers`,
  );
}

/** An environment as the servers describe it, with its default number of agents. */
export async function describeEnvironment(
  transports: readonly Transport[],
  { env, envOptions }: Pick<TrainConfig, "env" | "envOptions">,
): Promise<EnvironmentSpec> {
  const request = { environmentId: env, options: { ...envOptions }, agents: undefined };
  return describedBy(transports[0], request);
}

/** Names of the parameters in which agents differ. */
export function parameterNames({ agentParameters }: EnvironmentSpec): string[] {
  return agentParameters.map(({ name }) => name);
}
