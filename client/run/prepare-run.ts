import type { Agents } from "../assignment/assigners/assigner.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Engine } from "../engines/engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import { createLearner, type Learner } from "../learner/learner.js";
import type { Sizes } from "../learner/model/model.js";
import type { EnvironmentGroups } from "../remote/environments/groups.js";
import type { Transport } from "../remote/transport/transport.js";
import { openTrainingEnvironments } from "./open-environments.js";
import type { Pretraining } from "./pretraining.js";

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
