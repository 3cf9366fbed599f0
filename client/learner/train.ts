import { numIterations } from "../base/num-iterations.js";
import type { TrainConfig } from "../config/train-config.js";
import type { Engine } from "../engines/engine.js";
import type { Assignment } from "../ops/assignment.js";
import type { MetricsRow } from "../records/records.js";
import type { Environments } from "../remote/environments/environments.js";
import type { Checkpoint } from "./checkpoint.js";
import { type Learner, snapshotLearner } from "./learner.js";
import { metricsRow } from "./metrics.js";
import { collect } from "./play/collect.js";
import { latestLengths, summarizeEpisodes } from "./rollout/episodes.js";
import { createRollout } from "./rollout/rollout.js";
import { inHindsight, makeExchange, search, type WeighedRollout } from "./search/search.js";
import { ratesAt } from "./update/update.js";
import { expectedUtilities, updateUtilities } from "./utilities/trials.js";
import { weighAgents } from "./welfare/agent-weights.js";
import { outsideOptionsOf } from "./welfare/outside-options.js";

/** Where a run's progress is saved, such as a RunDirectory. */
export interface Progress {
  appendMetrics(row: MetricsRow): Promise<void>;
  writeCheckpoint(checkpoint: Checkpoint): Promise<void>;
}

/** A run that is ready to start or to go on. */
export interface TrainingRun {
  readonly config: TrainConfig;
  readonly environments: Environments;
  readonly learner: Learner;
  readonly engine: Engine;
  /** [N, d]: where the environments are. */
  readonly observations: Float32Array;
  readonly directory: Progress;
  /** Wall time that earlier processes spent on the run, in seconds. */
  readonly secondsBefore: number;
  readonly onIteration: (row: MetricsRow) => void;
  /** Ends the run after the current iteration. */
  readonly signal: AbortSignal;
}

/** The parts of a run that a checkpoint is made of, and where it is written to. */
export type SavedRun = Pick<TrainingRun, "directory" | "environments" | "learner" | "engine">;

/**
 * Trains k representatives with PPO and assigns agents to them.
 * @returns wall time of the whole run, in seconds
 */
export async function train(run: TrainingRun): Promise<number> {
  const { config, environments, learner, directory } = run;
  const { representatives, rngs } = learner;
  const sizes = representatives.model.sizes;
  const B = config.envsPerRepresentative;
  const iterations = numIterations(config);
  const rollout = createRollout(sizes, config.batchSize / B, B);
  const outsideOptions = outsideOptionsOf(config, sizes.numAgents);
  const start = performance.now();
  const seconds = () => run.secondsBefore + (performance.now() - start) / 1000;
  let { observations } = run;

  while (learner.iteration < iterations && !run.signal.aborted) {
    const began = seconds();
    const rates = ratesAt(config, learner.iteration / Math.max(iterations - 1, 1));
    const data = await collect(environments, representatives, rollout, {
      observations,
      storeClipped: config.storeClippedActions,
      rng: rngs.acting,
    });
    const gathered = seconds();
    const weighting = await weighAgents(learner, config, environments.spec.reportScale);
    const found = search(learner, rollout, data.episodes, weighting);
    const { rollout: paid, assignmentParameters }: WeighedRollout = found.hindsight
      ? inHindsight(rollout, found.hindsight)
      : { rollout, assignmentParameters: representatives.assignmentParameters };
    const losses = await representatives.learn(paid, {
      rates,
      rng: rngs.minibatches,
      assignmentParameters,
      agentWeights: weighting.weights,
    });
    learner.iteration++;
    const episodes = summarizeEpisodes(data.episodes, sizes.numRepresentatives, B, sizes.numAgents);
    Object.assign(learner, updateUtilities(learner, data.episodes, learner.iteration, config));
    learner.episodeLengths = latestLengths(learner.episodeLengths, episodes);
    if (found.exchange) makeExchange(learner, found.exchange);
    const { before, assignment } = reassign(learner);
    const updated = seconds();

    const row = metricsRow(
      {
        iteration: learner.iteration,
        transitions: learner.iteration * config.batchSize,
        steps: config.batchSize * sizes.numRepresentatives,
        episodes,
        utilities: learner.utilities,
        before,
        assignment,
        outsideOptions,
        exchanges: found.exchange ? 1 : 0,
        losses,
        rates,
        seconds: { ...data.seconds, updating: updated - gathered, total: updated - began },
      },
      environments.spec.reportScale,
    );
    await directory.appendMetrics(row);
    observations = data.observations;
    const last = learner.iteration === iterations || run.signal.aborted;
    if (last || learner.iteration % config.checkpointEvery === 0) await saveCheckpoint(run, seconds());
    run.onIteration(row);
  }
  return seconds();
}

/** Updates the assignment: the E-step of EM, or its counterpart in other algorithms. */
function reassign({
  representatives,
  utilities,
  trials,
  iteration,
  rngs,
}: Learner): Record<"before" | "assignment", Assignment> {
  const { assigner } = representatives.model;
  const parameters = representatives.assignmentParameters;
  const before = representatives.assignment;
  if (!assigner.trained && utilities.known.every(Boolean)) {
    representatives.assignmentParameters = assigner.update(
      parameters,
      expectedUtilities(utilities.utilities, trials),
      iteration,
      rngs.assignment,
    );
  }
  return { before, assignment: representatives.assignment };
}

/** @param seconds - wall time spent on the run so far */
export async function saveCheckpoint(
  { directory, environments, learner, engine }: SavedRun,
  seconds: number,
): Promise<void> {
  const environmentStates = await environments.saveStates();
  await directory.writeCheckpoint({
    learner: snapshotLearner(learner),
    environmentStates,
    seconds,
    backend: engine.backend,
  });
}
