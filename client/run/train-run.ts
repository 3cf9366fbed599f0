import { numIterations } from "../base/num-iterations.js";
import type { Engine } from "../engines/engine.js";
import type { Checkpoint } from "../learner/checkpoint.js";
import type { Learner } from "../learner/learner.js";
import { train } from "../learner/train.js";
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

/** What of a run is under way. */
export interface Phase {
  readonly name: "pretraining" | "training";
  readonly iterations: number;
  /** Done before, by an earlier part of the run. */
  readonly firstIteration: number;
}

/** A run to begin or go on with. */
export interface RunOptions {
  readonly transports: readonly Transport[];
  readonly setup: RunSetup;
  readonly engine: Engine;
  /** To go on from. */
  readonly checkpoint?: Checkpoint;
  /** Called once the servers have agreed: a run that cannot start leaves nothing behind. */
  readonly openDirectory: () => Promise<RunDirectory>;
  readonly onPhase: (phase: Phase) => void;
  readonly onIteration: (row: MetricsRow) => void;
  /** Ends the run after the iteration it is in. */
  readonly signal: AbortSignal;
}

/** What became of a run, or of a phase of it, which may have been told to stop. */
export interface TrainedRun {
  readonly directory: RunDirectory;
  readonly learner: Learner;
  /** Wall time of the whole run. */
  readonly seconds: number;
}

/**
 * Trains a run, after its pretraining where the algorithm has one.
 * @returns undefined if it was told to stop before training began
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
 * Whether the servers have what a run will need after its pretraining, whose environments are others.
 * @throws ContractError, ConnectionError or ConfigError if not
 */
async function checkEnvironments(transports: readonly Transport[], setup: RunSetup): Promise<void> {
  const environments = await openTrainingEnvironments(transports, setup);
  try {
    await checkTestAgents(transports, setup, environments.agentParameters);
  } finally {
    await environments.close();
  }
}

/** @param run - path of the run it is for */
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

/** @param pretraining - what came before, if anything */
async function trainPhase(
  name: Phase["name"],
  { transports, setup, engine, checkpoint, openDirectory, onPhase, onIteration, signal }: RunOptions,
  pretraining?: Pretraining,
): Promise<TrainedRun | undefined> {
  const { config } = setup;
  const prepared = await prepareRun(transports, setup, engine, { checkpoint, pretraining });
  const { learner, environments } = prepared;
  try {
    const isFirst = name === "training" && pretraining === undefined && checkpoint === undefined;
    if (isFirst) await checkTestAgents(transports, setup, environments.agentParameters);
    if (signal.aborted) return undefined;
    const directory = await openDirectory();
    onPhase({ name, iterations: numIterations(config), firstIteration: learner.iteration });
    const seconds = await train({ config, directory, ...prepared, onIteration, signal });
    return { directory, learner, seconds };
  } finally {
    await environments.close();
  }
}
