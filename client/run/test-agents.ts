import { ContractError, type EnvironmentSpec } from "../../proto/index.js";
import { ConfigError } from "../base/config-error.js";
import { givenParameters } from "../config/population.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Environments } from "../remote/environments/environments.js";
import { openEnvironments } from "../remote/environments/spread.js";
import type { Transport } from "../remote/transport/transport.js";
import { tableOfValues, tableRows } from "../tables/parameter-table.js";
import { parameterNames } from "./environment-spec.js";
import { commonConfig, derivedSeed } from "./open-environments.js";
import type { RunSetup } from "./run-setup.js";

/**
 * Opens the environments for a run's held-out agents: E for each representative, which start like those of the run's
 * evaluation and report all infos. Agents that are sampled come from the distribution of the training agents, with
 * another seed.
 * @param training - θ of the training agents, [n, p]
 * @param numEpisodes - E
 * @throws ConfigError if the run has no test agents, the environment refuses them, or some are training agents too
 */
export function openTestEnvironments(
  transports: readonly Transport[],
  setup: RunSetup,
  training: Float64Array,
  numEpisodes: number,
): Promise<Environments> {
  return openForTestAgents(transports, setup, training, setup.config.representatives * numEpisodes);
}

/**
 * Checks before training that a run's test agents, if it has any, are valid.
 * @param training - θ of the training agents, [n, p]
 * @throws ConfigError like openTestEnvironments
 */
export async function checkTestAgents(
  transports: readonly Transport[],
  setup: RunSetup,
  training: Float64Array,
): Promise<void> {
  if (setup.config.testAgents === null) return;
  const environments = await openForTestAgents(transports, setup, training, 1);
  await environments.close();
}

async function openForTestAgents(
  transports: readonly Transport[],
  setup: RunSetup,
  training: Float64Array,
  numEnvs: number,
): Promise<Environments> {
  const { config, spec } = setup;
  const environments = await openEnvironments(transports, {
    ...commonConfig(setup),
    ...testPopulation(config, spec),
    numEnvs,
    seed: derivedSeed(config, "evaluation"),
    infos: spec.infos.map(({ name }) => name),
  }).catch((error) => {
    // The server does not distinguish test agents from others, so its message names the setting for agents.
    const ofAgents = error instanceof ContractError && error.message.startsWith("agents.");
    throw ofAgents ? new ConfigError(`testAgents: ${error.message}`) : error;
  });
  try {
    const test = environments.agentParameters;
    checkDisjoint({ training, test }, spec.agentParameters.length);
    return environments;
  } catch (error) {
    await environments.close();
    throw error;
  }
}

/** The part of the environments' config that is about agents. */
function testPopulation(config: TrainConfig, spec: EnvironmentSpec) {
  const { testAgents } = config;
  if (testAgents === null) throw new ConfigError("testAgents: expected some, got none: give --test-agents");
  const agentsSeed = derivedSeed(config, "test agents");
  if (typeof testAgents === "number")
    return { numAgents: testAgents, agentsSeed, agentParameters: undefined };
  const agentParameters = givenParameters("testAgents", testAgents, parameterNames(spec));
  return { numAgents: testAgents.length, agentsSeed, agentParameters };
}

/**
 * @param agents - θ of those trained for and of those held out, both [n, p]
 * @param width - p
 * @throws ConfigError if a row of one is a row of the other
 */
function checkDisjoint(
  { training, test }: Readonly<Record<"training" | "test", Float64Array>>,
  width: number,
): void {
  const known = new Map(rowTexts(training, width).map((row, i) => [row, i]));
  rowTexts(test, width).forEach((row, i) => {
    const same = known.get(row);
    if (same === undefined) return;
    const expected = "testAgents: expected agents that are not trained for";
    const what = `test agent ${i + 1}, who wants what training agent ${same + 1} does (${row})`;
    throw new ConfigError(`${expected}, got ${what}: leave it out of one of the two`);
  });
}

/** Each row as text, to compare rows. */
function rowTexts(values: Float64Array, width: number): string[] {
  return tableRows(tableOfValues(values, width)).map((row) => row.join(", "));
}
