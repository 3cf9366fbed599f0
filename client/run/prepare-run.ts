import { createRng } from "../../envs/rng.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { checkPopulation } from "../config/resolve-config.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Environments } from "../environments/environments.js";
import { openEnvironments } from "../environments/spread.js";
import { createLearner, type Learner } from "../learner.js";
import type { Sizes } from "../model.js";
import type { Transport } from "../transport/transport.js";

/** Seeds are below this, so that seed + N still is a number the contract allows. */
const SEED_LIMIT = 2 ** 52;

/** Environments and learner of a run, at its start or where a checkpoint left them. */
export interface PreparedRun {
  readonly environments: Environments;
  readonly learner: Learner;
  /** [N, d]. */
  readonly observations: Float32Array;
  readonly secondsBefore: number;
}

/** A seed for one purpose of a run: the environments of runs with other seeds have nothing in common. */
function derivedSeed(config: TrainConfig, purpose: string): number {
  return createRng(config.seed, purpose).integer(SEED_LIMIT);
}

/**
 * @param envsPerRepresentative - B, or E for an evaluation
 * @param purpose - names the environments' seed
 * @param infos - names of infos to report; all there are if left out
 */
export async function openRunEnvironments(
  transports: readonly Transport[],
  config: TrainConfig,
  envsPerRepresentative: number,
  purpose: string,
  infos?: readonly string[],
): Promise<Environments> {
  const { spec } = await transports[0].describeEnvironment({
    environmentId: config.env,
    options: { ...config.envOptions },
    agents: undefined,
  });
  const numAgents = config.agents ?? spec!.numAgents;
  checkPopulation(config.representatives, numAgents);
  return openEnvironments(transports, {
    environmentId: config.env,
    options: config.envOptions,
    numEnvs: config.representatives * envsPerRepresentative,
    seed: derivedSeed(config, purpose),
    numAgents,
    agentsSeed: derivedSeed(config, "agents"),
    infos: infos ?? spec!.infos.map(({ name }) => name),
  });
}

export function createRunLearner(
  config: TrainConfig,
  environments: Environments,
  checkpoint?: Checkpoint,
): Learner {
  const sizes: Sizes = {
    numRepresentatives: config.representatives,
    numAgents: environments.spec.numAgents,
    observationSize: environments.observationSize,
    actionSpace: environments.actionSpace,
  };
  return createLearner(sizes, config, checkpoint?.learner);
}

/** @param checkpoint - to go on from */
export async function prepareRun(
  transports: readonly Transport[],
  config: TrainConfig,
  checkpoint?: Checkpoint,
): Promise<PreparedRun> {
  const environments = await openRunEnvironments(
    transports,
    config,
    config.envsPerRepresentative,
    "environments",
    [],
  );
  try {
    const observations = checkpoint
      ? await environments.restoreStates(checkpoint.environmentStates)
      : await environments.reset();
    const learner = createRunLearner(config, environments, checkpoint);
    return { environments, learner, observations, secondsBefore: checkpoint?.seconds ?? 0 };
  } catch (error) {
    await environments.close();
    throw error;
  }
}
