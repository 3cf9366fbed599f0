import { createRng } from "../../envs/rng.js";
import type { EnvironmentSpec } from "../../proto/index.js";
import { tasksOf } from "../assignment/assigners/committee.js";
import { givenParameters } from "../config/population.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Environments } from "../remote/environments/environments.js";
import { type EnvironmentGroups, groupEnvironments } from "../remote/environments/groups.js";
import { openEnvironments } from "../remote/environments/spread.js";
import type { Transport } from "../remote/transport/transport.js";
import type { ParameterTable } from "../tables/parameter-table.js";
import { environmentSpec, parameterNames } from "./environment-spec.js";

/** Seeds are below this, so that seed + N still is a number the contract allows. */
const SEED_LIMIT = 2 ** 52;

/** A seed for one purpose of a run: the environments of runs with other seeds have nothing in common. */
export function derivedSeed(config: TrainConfig, purpose: string): number {
  return createRng(config.seed, purpose).integer(SEED_LIMIT);
}

/**
 * The environments of a run's evaluation: E for each representative, which report all infos.
 * @param numEpisodes - E
 */
export function openEvaluationEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
  numEpisodes: number,
): Promise<Environments> {
  const numEnvs = config.representatives * numEpisodes;
  return open(transports, config, { purpose: "evaluation", numEnvs, reports: true });
}

/**
 * What a run's agents want, as the server draws it: θ, [n, p].
 * @throws ConfigError, ContractError or ConnectionError if they cannot be had
 */
export async function sampleAgents(
  [first]: readonly Transport[],
  config: TrainConfig,
): Promise<ParameterTable> {
  const environments = await open([first], config, { purpose: "environments", numEnvs: 1 });
  await environments.close();
  const { agentParameters: parameters, spec } = environments;
  return tasksOf({ parameters, parameterSpecs: spec.agentParameters });
}

/** The environments in which a pretrained policy shows what agents get from it: B. */
export function openClusteringEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
): Promise<Environments> {
  return open(transports, config, { purpose: "clustering", numEnvs: config.envsPerRepresentative });
}

/** @param opening - what they are for, which decides their seed; N; and whether they report all infos */
async function open(
  transports: readonly Transport[],
  config: TrainConfig,
  opening: { readonly purpose: string; readonly numEnvs: number; readonly reports?: boolean },
): Promise<Environments> {
  const spec = await environmentSpec(transports, config);
  return openEnvironments(transports, {
    ...commonConfig(config, spec),
    numEnvs: opening.numEnvs,
    seed: derivedSeed(config, opening.purpose),
    infos: opening.reports ? spec.infos.map(({ name }) => name) : [],
  });
}

/**
 * Whether the servers have what a run will need later.
 * @throws ContractError, ConnectionError or ConfigError if not
 */
export async function checkEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
): Promise<void> {
  const environments = await openTrainingEnvironments(transports, config);
  await environments.close();
}

/** The environments of a run's training: B for each representative, in groups of equal size. */
export async function openTrainingEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
): Promise<EnvironmentGroups> {
  const spec = await environmentSpec(transports, config);
  const { representatives, envsPerRepresentative, environmentGroups } = config;
  const numEnvs = (representatives * envsPerRepresentative) / environmentGroups;
  const seed = derivedSeed(config, "environments");
  const opening = Array.from({ length: environmentGroups }, (_, g) =>
    openEnvironments(transports, {
      ...commonConfig(config, spec),
      numEnvs,
      seed: seed + g * numEnvs,
      infos: [],
    }),
  );
  const opened = await Promise.allSettled(opening);
  const failed = opened.find((result) => result.status === "rejected");
  const groups = opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  if (failed === undefined) return groupEnvironments(groups);
  await Promise.all(groups.map((group) => group.close()));
  throw failed.reason;
}

/** What all environments of a run share. */
export function commonConfig(config: TrainConfig, spec: EnvironmentSpec) {
  return {
    environmentId: config.env,
    options: config.envOptions,
    numAgents: spec.numAgents,
    agentsSeed: derivedSeed(config, "agents"),
    agentParameters: trainingParameters(config, spec),
  };
}

/** θ [n, p] of the agents that a run trains for, where they are given. */
function trainingParameters(
  { trainAgents, agentParameters }: TrainConfig,
  spec: EnvironmentSpec,
): Float64Array | undefined {
  if (agentParameters !== null) return Float64Array.from(agentParameters);
  if (trainAgents === null || typeof trainAgents === "number") return undefined;
  return givenParameters("trainAgents", trainAgents, parameterNames(spec));
}
