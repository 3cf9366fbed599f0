import type { Agents } from "../assignment/assigners/assigner.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Engine } from "../engines/engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import { createLearner, type Learner, type LearnerSnapshot } from "../learner/learner.js";
import type { Sizes } from "../learner/model/model.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Transport } from "../remote/transport/transport.js";
import { tableOfValues } from "../tables/parameter-table.js";
import { openTrainingEnvironments } from "./open-environments.js";
import type { Pretraining } from "./pretraining.js";
import type { RunSetup } from "./run-setup.js";

/** Environments and learner of a run, at its start or as a checkpoint saved them. */
export interface PreparedRun {
  readonly environments: Environments;
  readonly learner: Learner;
  /** The engine that computes. */
  readonly engine: Engine;
  /** [N, d]: where the environments are. */
  readonly observations: Float32Array;
  readonly secondsBefore: number;
}

/** The saved state from which a run goes on, unless it is new. */
export interface RunProgress {
  readonly checkpoint?: Checkpoint;
  /** The result of the pretraining, if there is no checkpoint yet. */
  readonly pretraining?: Pretraining;
  /** The learner to start with, if there is no checkpoint yet and it does not start afresh. */
  readonly start?: LearnerSnapshot;
}

/** Opens a run's environments, restores their states and makes the learner. */
export async function prepareRun(
  transports: readonly Transport[],
  setup: RunSetup,
  engine: Engine,
  { checkpoint, pretraining, start }: RunProgress = {},
): Promise<PreparedRun> {
  const { config } = setup;
  const environments = await openTrainingEnvironments(transports, setup);
  try {
    const observations = checkpoint
      ? await environments.restoreStates(checkpoint.environmentStates)
      : await environments.reset();
    const snapshot = checkpoint?.learner ?? start;
    const agents = snapshot ? undefined : agentsOf(environments, setup, pretraining);
    const sizes = sizesOf(environments, config);
    const learner = createLearner(sizes, config, engine, { snapshot, agents });
    const secondsBefore = checkpoint?.seconds ?? pretraining?.seconds ?? 0;
    return { environments, learner, engine, observations, secondsBefore };
  } catch (error) {
    await environments.close();
    throw error;
  }
}

function sizesOf(environments: Environments, { representatives }: TrainConfig): Sizes {
  return {
    numRepresentatives: representatives,
    numAgents: environments.spec.numAgents,
    observationSize: environments.observationSize,
    actionSpace: environments.actionSpace,
  };
}

function agentsOf(environments: Environments, setup: RunSetup, pretraining?: Pretraining): Agents {
  const { spec, agentParameters: parameters } = environments;
  return {
    environmentId: spec.id,
    parameterSpecs: spec.agentParameters,
    parameters,
    clusters: pretraining && Int32Array.from(pretraining.assignment),
    committee: setup.committee(tableOfValues(parameters, spec.agentParameters.length)),
  };
}
