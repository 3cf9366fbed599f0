import { numIterations } from "../base/num-iterations.js";
import type { Engine } from "../engines/engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import type { Learner, LearnerSnapshot } from "../learner/learner.js";
import { saveCheckpoint, train } from "../learner/train.js";
import type { MetricsRow } from "../records/records.js";
import type { Transport } from "../remote/transport/transport.js";
import { openTrainingEnvironments } from "./open-environments.js";
import { prepareRun } from "./prepare-run.js";
import {
  clusterAgents,
  needsPretraining,
  openPretrainingDirectory,
  type Pretraining,
  pretrainingSetup,
  readPretraining,
} from "./pretraining.js";
import type { RunDirectory } from "./run-directory.js";
import type { RunSetup } from "./run-setup.js";
import { checkTestAgents } from "./test-agents.js";

/** A phase of a run: its pretraining or its training. */
export interface Phase {
  readonly name: "pretraining" | "training";
  readonly iterations: number;
  /** Iterations that earlier processes have done. */
  readonly firstIteration: number;
}

/** A run to begin or to resume. */
export interface RunOptions {
  readonly transports: readonly Transport[];
  readonly setup: RunSetup;
  readonly engine: Engine;
  /** The checkpoint to go on from. */
  readonly checkpoint?: Checkpoint;
  /** The learner to start with, if there is no checkpoint and it does not start afresh. */
  readonly start?: LearnerSnapshot;
  /** Called once the servers have accepted the run, so that a run that cannot start leaves nothing behind. */
  readonly openDirectory: () => Promise<RunDirectory>;
  readonly onPhase: (phase: Phase) => void;
  readonly onIteration: (row: MetricsRow) => void;
  /** Ends the run after the current iteration. */
  readonly signal: AbortSignal;
}

/** A run, or one of its phases, when training has ended or was aborted. */
export interface TrainedRun {
  readonly directory: RunDirectory;
  readonly learner: Learner;
  /** Wall time of the whole run. */
  readonly seconds: number;
}

/**
 * Trains a run, after its pretraining where the algorithm has one.
 * @returns undefined if it was aborted before training began
 */
export async function trainRun(options: RunOptions): Promise<TrainedRun | undefined> {
  const { transports, setup, checkpoint } = options;
  if (checkpoint !== undefined || !needsPretraining(setup)) return trainPhase("training", options);
  await checkEnvironments(transports, setup);
  if (options.signal.aborted) return undefined;
  const directory = await options.openDirectory();
  const pretraining = (await readPretraining(directory.path)) ?? (await pretrain(options, directory.path));
  if (pretraining === undefined) return undefined;
  return trainPhase("training", { ...options, openDirectory: async () => directory }, pretraining);
}

/**
 * Checks that the servers accept the environments that a run needs after its pretraining, which uses different ones.
 * @throws ContractError, ConnectionError or ConfigError if they do not
 */
async function checkEnvironments(transports: readonly Transport[], setup: RunSetup): Promise<void> {
  const environments = await openTrainingEnvironments(transports, setup);
  try {
    await checkTestAgents(transports, setup, environments.agentParameters);
  } finally {
    await environments.close();
  }
}

/** @param run - path of the run that the pretraining is for */
async function pretrain(options: RunOptions, run: string): Promise<Pretraining | undefined> {
  const { transports, signal } = options;
  const setup = pretrainingSetup(options.setup);
  const directory = await openPretrainingDirectory(run, setup.config);
  const checkpoint = await directory.readCheckpoint((message) => console.error(message));
  await directory.truncateMetrics(checkpoint?.learner.iteration ?? 0, (message) => console.error(message));
  const openDirectory = async () => directory;
  const trained = await trainPhase("pretraining", { ...options, setup, checkpoint, openDirectory });
  if (trained === undefined || signal.aborted) return undefined;
  const { learner, seconds } = trained;
  return clusterAgents(transports, options.setup, learner, { run, seconds, signal });
}

/** @param pretraining - the result of the pretraining, if there was one */
async function trainPhase(
  name: Phase["name"],
  { transports, setup, engine, checkpoint, start, openDirectory, onPhase, onIteration, signal }: RunOptions,
  pretraining?: Pretraining,
): Promise<TrainedRun | undefined> {
  const { config } = setup;
  const prepared = await prepareRun(transports, setup, engine, { checkpoint, pretraining, start });
  const { learner, environments } = prepared;
  try {
    const isFirst = name === "training" && pretraining === undefined && checkpoint === undefined;
    if (isFirst) await checkTestAgents(transports, setup, environments.agentParameters);
    if (signal.aborted) return undefined;
    const directory = await openDirectory();
    // Without it, a run that is killed early could not tell what it started with.
    const isRevision = start !== undefined && checkpoint === undefined;
    if (isRevision) await saveCheckpoint({ directory, ...prepared }, 0);
    onPhase({ name, iterations: numIterations(config), firstIteration: learner.iteration });
    const seconds = await train({ config, directory, ...prepared, onIteration, signal });
    return { directory, learner, seconds };
  } finally {
    await environments.close();
  }
}
