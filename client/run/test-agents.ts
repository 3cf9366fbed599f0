import { ContractError, type EnvironmentSpec } from "../../proto/index.js";
import { ConfigError } from "../base/config-error.js";
import { givenParameters } from "../config/population.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Environments } from "../remote/environments/environments.js";
import { openEnvironments } from "../remote/environments/spread.js";
import type { Transport } from "../remote/transport/transport.js";
import { environmentSpec, parameterNames } from "./environment-spec.js";
import { commonConfig, derivedSeed, sampleAgents } from "./open-environments.js";
import { rowsOf } from "./rows-of.js";

/**
 * The environments in which a run's held-out agents are met: E for each representative, which start as those of its
 * evaluation do and report all infos. Where they are sampled, it is from the same distribution as the agents that
 * the run trains for, with a seed of their own.
 * @param numEpisodes - E
 * @throws ConfigError if the run has no test agents, some are of another kind, or some are training agents too
 */
export function openTestEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
  numEpisodes: number,
): Promise<Environments> {
  return openForTestAgents(transports, config, config.representatives * numEpisodes);
}

/**
 * Whether a run's test agents, if it has any, can be; before it is trained.
 * @throws ConfigError as openTestEnvironments
 */
export async function checkTestAgents(transports: readonly Transport[], config: TrainConfig): Promise<void> {
  if (config.testAgents === null) return;
  const environments = await openForTestAgents(transports, config, 1);
  await environments.close();
}

async function openForTestAgents(
  transports: readonly Transport[],
  config: TrainConfig,
  numEnvs: number,
): Promise<Environments> {
  const spec = await environmentSpec(transports, config);
  const common = commonConfig(config, spec);
  const training = common.agentParameters ?? (await sampleAgents(transports, config)).values;
  const environments = await openEnvironments(transports, {
    ...common,
    ...testPopulation(config, spec),
    numEnvs,
    seed: derivedSeed(config, "evaluation"),
    infos: spec.infos.map(({ name }) => name),
  }).catch((error) => {
    // The server knows no difference between test agents and others.
    const ofAgents = error instanceof ContractError && error.message.startsWith("agents.");
    throw ofAgents ? new ConfigError(`testAgents: ${error.message}`) : error;
  });
  try {
    checkDisjoint(training, environments.agentParameters, spec.agentParameters.length);
    return environments;
  } catch (error) {
    await environments.close();
    throw error;
  }
}

/** What of the environments' config is about agents. */
function testPopulation(config: TrainConfig, spec: EnvironmentSpec) {
  const { testAgents } = config;
  if (testAgents === null) throw new ConfigError("testAgents: expected some, got none: give --test-agents");
  const agentsSeed = derivedSeed(config, "test agents");
  if (typeof testAgents === "number")
    return { numAgents: testAgents, agentsSeed, agentParameters: undefined };
  const agentParameters = givenParameters("testAgents", testAgents, parameterNames(spec));
  return { numAgents: testAgents.length, agentsSeed, agentParameters };
}

/** @throws ConfigError if a row of one is a row of the other */
function checkDisjoint(training: Float64Array, test: Float64Array, width: number): void {
  const known = new Map(rowTexts(training, width).map((row, i) => [row, i]));
  rowTexts(test, width).forEach((row, i) => {
    const same = known.get(row);
    if (same === undefined) return;
    const expected = "testAgents: expected agents that are not trained for";
    const what = `test agent ${i + 1}, who wants what training agent ${same + 1} does (${row})`;
    throw new ConfigError(`${expected}, got ${what}: leave it out of one of the two`);
  });
}

/** Each row as text, for comparison. */
function rowTexts(values: Float64Array, width: number): string[] {
  return rowsOf(values, width).map((row) => row.join(", "));
}
