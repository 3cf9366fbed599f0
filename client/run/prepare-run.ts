import { createRng } from "../../envs/rng.js";
import type { EnvironmentSpec } from "../../proto/index.js";
import type { Agents } from "../assigners/assigner.js";
import { tasksOf } from "../assigners/committee.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { ConfigError } from "../config/config-error.js";
import { givenParameters, knownNumAgents } from "../config/population.js";
import { checkRepresentatives } from "../config/representatives.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Engine } from "../engines/engine.js";
import type { Environments } from "../environments/environments.js";
import { type EnvironmentGroups, groupEnvironments } from "../environments/groups.js";
import { openEnvironments } from "../environments/spread.js";
import { createLearner, type Learner } from "../learner.js";
import type { Sizes } from "../model.js";
import type { ParameterTable } from "../parameter-table.js";
import type { Transport } from "../transport/transport.js";
import type { Pretraining } from "./pretraining.js";

/** Seeds are below this, so that seed + N still is a number the contract allows. */
const SEED_LIMIT = 2 ** 52;

/** Environments and learner of a run, at its start or where a checkpoint left them. */
export interface PreparedRun {
  readonly environments: EnvironmentGroups;
  readonly learner: Learner;
  /** What computes. */
  readonly engine: Engine;
  /** Each group's, [N′, d]. */
  readonly observations: readonly Float32Array[];
  readonly secondsBefore: number;
}

/** A seed for one purpose of a run: the environments of runs with other seeds have nothing in common. */
export function derivedSeed(config: TrainConfig, purpose: string): number {
  return createRng(config.seed, purpose).integer(SEED_LIMIT);
}

/**
 * The environments of a run's evaluation: E for each representative, which report all infos.
 * @param numEpisodes - E
 */
export async function openEvaluationEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
  numEpisodes: number,
): Promise<Environments> {
  const spec = await environmentSpec(transports, config);
  return openEnvironments(transports, {
    ...commonConfig(config, spec),
    numEnvs: config.representatives * numEpisodes,
    seed: derivedSeed(config, "evaluation"),
    infos: spec.infos.map(({ name }) => name),
  });
}

/**
 * What a run's agents want, as the server draws it: θ, [n, p].
 * @throws ConfigError, ContractError or ConnectionError if they cannot be had
 */
export async function sampleAgents(
  transports: readonly Transport[],
  config: TrainConfig,
): Promise<ParameterTable> {
  const [first] = transports;
  const spec = await environmentSpec([first], config);
  const seed = derivedSeed(config, "environments");
  const environments = await openEnvironments([first], {
    ...commonConfig(config, spec),
    numEnvs: 1,
    seed,
    infos: [],
  });
  await environments.close();
  return tasksOf({ parameters: environments.agentParameters, parameterSpecs: spec.agentParameters });
}

/** The environments in which a pretrained policy shows what agents get from it: B. */
export async function openClusteringEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
): Promise<Environments> {
  const spec = await environmentSpec(transports, config);
  return openEnvironments(transports, {
    ...commonConfig(config, spec),
    numEnvs: config.envsPerRepresentative,
    seed: derivedSeed(config, "clustering"),
    infos: [],
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
async function openTrainingEnvironments(
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

/**
 * A run's environment with as many agents as the run has.
 * @throws ConfigError if there are too many or too few representatives for them
 */
export async function environmentSpec(
  transports: readonly Transport[],
  config: TrainConfig,
): Promise<EnvironmentSpec> {
  const spec = await describeEnvironment(transports, config);
  const numAgents = populationSize(config, spec);
  checkRepresentatives(config, numAgents);
  return { ...spec, numAgents };
}

/**
 * n.
 * @throws ConfigError if the given parameters are not as many for each agent
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

/** An environment as the servers have it, with its own number of agents. */
export async function describeEnvironment(
  transports: readonly Transport[],
  { env, envOptions }: Pick<TrainConfig, "env" | "envOptions">,
): Promise<EnvironmentSpec> {
  const request = { environmentId: env, options: { ...envOptions }, agents: undefined };
  const { spec } = await transports[0].describeEnvironment(request);
  return spec!;
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

export function parameterNames({ agentParameters }: EnvironmentSpec): string[] {
  return agentParameters.map(({ name }) => name);
}

function createRunLearner(
  config: TrainConfig,
  environments: EnvironmentGroups,
  engine: Engine,
  checkpoint?: Checkpoint,
  pretraining?: Pretraining,
): Learner {
  const sizes: Sizes = {
    numRepresentatives: config.representatives,
    numAgents: environments.spec.numAgents,
    observationSize: environments.observationSize,
    actionSpace: environments.actionSpace,
  };
  return createLearner(sizes, config, engine, checkpoint?.learner, agentsOf(environments, pretraining));
}

function agentsOf({ spec, groups }: EnvironmentGroups, pretraining?: Pretraining): Agents {
  return {
    environmentId: spec.id,
    parameterSpecs: spec.agentParameters,
    parameters: groups[0].agentParameters,
    clusters: pretraining && Int32Array.from(pretraining.assignment),
  };
}

/**
 * @param checkpoint - to go on from
 * @param pretraining - what was found before, where there is no checkpoint yet
 */
export async function prepareRun(
  transports: readonly Transport[],
  config: TrainConfig,
  engine: Engine,
  checkpoint?: Checkpoint,
  pretraining?: Pretraining,
): Promise<PreparedRun> {
  const environments = await openTrainingEnvironments(transports, config);
  try {
    const observations = checkpoint
      ? await environments.restoreStates(checkpoint.environmentStates)
      : await environments.reset();
    const learner = createRunLearner(config, environments, engine, checkpoint, pretraining);
    const secondsBefore = checkpoint?.seconds ?? pretraining?.seconds ?? 0;
    return { environments, learner, engine, observations, secondsBefore };
  } catch (error) {
    await environments.close();
    throw error;
  }
}
