import { createRng } from "../../envs/rng.js";
import { givenParameters } from "../config/population.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Environments } from "../remote/environments/environments.js";
import { openEnvironments } from "../remote/environments/spread.js";
import type { Transport } from "../remote/transport/transport.js";
import { type ParameterTable, tableOfValues } from "../tables/parameter-table.js";
import { parameterNames } from "./environment-spec.js";
import type { RunSetup } from "./run-setup.js";

/** Upper limit of seeds, so that seed + N is still a number that the contract allows. */
const SEED_LIMIT = 2 ** 52;

/** A seed for one purpose of a run, such that runs with different seeds have unrelated environments. */
export function derivedSeed(config: TrainConfig, purpose: string): number {
  return createRng(config.seed, purpose).integer(SEED_LIMIT);
}

/**
 * Opens the environments of a run's evaluation: E for each representative, which report all infos.
 * @param numEpisodes - E
 */
export function openEvaluationEnvironments(
  transports: readonly Transport[],
  setup: RunSetup,
  numEpisodes: number,
): Promise<Environments> {
  const numEnvs = setup.config.representatives * numEpisodes;
  return open(transports, setup, { purpose: "evaluation", numEnvs, reports: true });
}

/**
 * The parameters of a run's agents, θ [n, p]: the given ones, or those that the server draws.
 * @throws ConfigError, ContractError or ConnectionError if they cannot be obtained
 */
export async function drawAgents([first]: readonly Transport[], setup: RunSetup): Promise<ParameterTable> {
  const width = setup.spec.agentParameters.length;
  const given = trainingParameters(setup);
  if (given !== undefined) return tableOfValues(given, width);
  const environments = await open([first], setup, { purpose: "environments", numEnvs: 1 });
  await environments.close();
  return tableOfValues(environments.agentParameters, width);
}

/** Opens the B environments in which the agents' rewards under a pretrained policy are recorded. */
export function openClusteringEnvironments(
  transports: readonly Transport[],
  setup: RunSetup,
): Promise<Environments> {
  return open(transports, setup, { purpose: "clustering", numEnvs: setup.config.envsPerRepresentative });
}

/** @param opening - the environments' purpose, which determines their seed; N; and whether they report all infos */
function open(
  transports: readonly Transport[],
  setup: RunSetup,
  opening: { readonly purpose: string; readonly numEnvs: number; readonly reports?: boolean },
): Promise<Environments> {
  return openEnvironments(transports, {
    ...commonConfig(setup),
    numEnvs: opening.numEnvs,
    seed: derivedSeed(setup.config, opening.purpose),
    infos: opening.reports ? setup.spec.infos.map(({ name }) => name) : [],
  });
}

/** The environments of a run's training: B for each representative. */
export function openTrainingEnvironments(
  transports: readonly Transport[],
  setup: RunSetup,
): Promise<Environments> {
  const { representatives, envsPerRepresentative } = setup.config;
  return open(transports, setup, {
    purpose: "environments",
    numEnvs: representatives * envsPerRepresentative,
  });
}

/** The configuration that all environments of a run share. */
export function commonConfig(setup: Pick<RunSetup, "config" | "spec">) {
  const { config, spec } = setup;
  return {
    environmentId: config.env,
    options: config.envOptions,
    numAgents: spec.numAgents,
    agentsSeed: derivedSeed(config, "agents"),
    agentParameters: trainingParameters(setup),
  };
}

/** θ [n, p] of the agents that a run trains for, if the settings give it. */
function trainingParameters({ config, spec }: Pick<RunSetup, "config" | "spec">): Float64Array | undefined {
  const { trainAgents, agentParameters } = config;
  if (agentParameters !== null) return Float64Array.from(agentParameters);
  if (trainAgents === null || typeof trainAgents === "number") return undefined;
  return givenParameters("trainAgents", trainAgents, parameterNames(spec));
}
