import { setImmediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import { permutation, type Rng } from "../envs/rng.js";
import type { Batch } from "./batch.js";
import type { TrainConfig } from "./config/train-config.js";
import { minibatchStep, type Rates, type StepMetrics } from "./minibatch-step.js";
import { type Model, type ModelState, stateTensors } from "./model.js";
import { type AdvantageScale, advantageScale, representativeAdvantages } from "./ops/advantages.js";
import { scheduleValue } from "./ops/schedule.js";

/** Means over an update's gradient steps. */
export type UpdateMetrics = Readonly<Record<keyof StepMetrics, number>>;

/** Values of the scheduled rates. */
export interface RateValues {
  readonly learningRate: number;
  readonly entropyCoefficient: number;
}

/** @param progress - share of the run that is done, 0 … 1 */
export function ratesAt(config: TrainConfig, progress: number): RateValues {
  return {
    learningRate: scheduleValue(config.learningRate, progress),
    entropyCoefficient: scheduleValue(config.entropyCoefficient, progress),
  };
}

/**
 * Epochs of minibatch steps on one batch (Schulman et al. 2017, algorithm 1).
 * Frees the state that went in. Between epochs the event loop has its turn: connections stay alive.
 */
export async function update(
  model: Model,
  state: ModelState,
  batch: Batch,
  rateValues: RateValues,
  config: TrainConfig,
  rng: Rng,
): Promise<{ state: ModelState; metrics: UpdateMetrics }> {
  const rates: Rates = {
    learningRate: tf.scalar(rateValues.learningRate),
    assignmentLearningRate: tf.scalar(config.assignmentLearningRate),
    entropyCoefficient: tf.scalar(rateValues.entropyCoefficient),
  };
  const scale = fixedAdvantageScale(model, state, batch, config);
  const steps: StepMetrics[] = [];
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    await setImmediate();
    const firstStep = steps.length;
    for (const indices of minibatches(config, rng)) {
      const next = tf.tidy(() =>
        minibatchStep(model, state, batch, tf.tensor1d(indices, "int32"), scale, rates, config),
      );
      disposeReplaced(state, next.state);
      state = next.state;
      steps.push(next.metrics);
    }
    if (config.klLimit !== null && meanOf(steps.slice(firstStep), "approxKl") > config.klLimit) break;
  }
  const metrics = averageMetrics(steps);
  tf.dispose([...Object.values(rates), ...Object.values(scale ?? {}), ...steps.flatMap(Object.values)]);
  return { state, metrics };
}

/** The scale of the batch's advantages, if it stays the same throughout an update. */
function fixedAdvantageScale(
  model: Model,
  state: ModelState,
  batch: Batch,
  config: TrainConfig,
): AdvantageScale | undefined {
  if (model.assigner.trained || config.advantageScope === "minibatch") return undefined;
  return tf.tidy(() => {
    const { numRepresentatives: k, numAgents: n } = model.sizes;
    const weights = model.assigner.weights(tf.reshape(state.assignment.theta, [k, n]));
    return { ...advantageScale(representativeAdvantages(batch.agentAdvantages, weights)) };
  });
}

/** The batch's transitions in random order, cut into minibatches. */
function minibatches({ batchSize, minibatchSize }: TrainConfig, rng: Rng): Int32Array[] {
  const order = permutation(batchSize, rng);
  const starts = Array.from({ length: batchSize / minibatchSize }, (_, i) => i * minibatchSize);
  return starts.map((start) => order.slice(start, start + minibatchSize));
}

/** Frees what the new state does not share with the old. */
function disposeReplaced(old: ModelState, next: ModelState): void {
  const kept = new Set(stateTensors(next));
  tf.dispose(stateTensors(old).filter((tensor) => !kept.has(tensor)));
}

function meanOf(steps: readonly StepMetrics[], name: keyof StepMetrics): number {
  return tf.tidy(() => tf.mean(tf.stack(steps.map((step) => step[name]))).dataSync()[0]);
}

function averageMetrics(steps: readonly StepMetrics[]): UpdateMetrics {
  const names = Object.keys(steps[0]) as (keyof StepMetrics)[];
  return Object.fromEntries(names.map((name) => [name, meanOf(steps, name)])) as UpdateMetrics;
}
