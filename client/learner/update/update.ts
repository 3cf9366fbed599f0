import { setImmediate } from "node:timers/promises";
import { permutation, type Rng } from "../../../envs/rng.js";
import type { TrainConfig } from "../../config/train-config.js";
import { type Arrays, type NdArray, ndArray } from "../../jit/nd-array.js";
import type { Scan } from "../../jit/scan.js";
import { movingAverage } from "../../ops/moving-average.js";
import { scheduleValue } from "../../ops/schedule.js";
import type { ModelState, StoredState } from "../model/model.js";
import type { Batch } from "./batch.js";
import type { MinibatchRows, StepMetrics, UpdateInputs } from "./minibatch-step.js";

/** Means over an update's gradient steps. */
export type UpdateMetrics = Readonly<Record<keyof StepMetrics, number>>;

/** Values of the scheduled rates. */
export interface RateValues {
  readonly learningRate: number;
  readonly entropyCoefficient: number;
}

/** The settings of schedules. */
export type ScheduleConfig = Pick<TrainConfig, "learningRate" | "entropyCoefficient" | "scheduleSpeed">;

/** @param progress - share of the run that is done, 0 … 1 */
export function ratesAt(config: ScheduleConfig, progress: number): RateValues {
  const scheduled = Math.min(config.scheduleSpeed * progress, 1);
  return {
    learningRate: scheduleValue(config.learningRate, scheduled),
    entropyCoefficient: scheduleValue(config.entropyCoefficient, scheduled),
  };
}

/** A pass over a batch: a sequence of minibatch steps. */
export type Epoch = Scan<ModelState, MinibatchRows, UpdateInputs, StepMetrics>;

/** The settings that say how a batch is cut into minibatches. */
export type MinibatchConfig = Pick<
  TrainConfig,
  "batchSize" | "minibatchSize" | "representatives" | "envsPerRepresentative"
>;

/** What an update starts from, and how it is done. */
export interface UpdateOptions {
  readonly runEpoch: Epoch;
  readonly state: StoredState;
  readonly batch: Arrays<Batch>;
  readonly rates: RateValues;
  readonly config: MinibatchConfig &
    Pick<TrainConfig, "epochs" | "klLimit" | "klAverageDecay" | "assignmentLearningRate">;
  /** Draws minibatches. */
  readonly rng: Rng;
}

/**
 * Epochs of minibatch steps on one batch (Schulman et al. 2017, algorithm 1).
 * It yields to the event loop between epochs, so that connections stay alive.
 */
export async function update({
  runEpoch,
  batch,
  config,
  rng,
  ...given
}: UpdateOptions): Promise<{ state: StoredState; metrics: UpdateMetrics }> {
  const rates = {
    learningRate: ndArray([given.rates.learningRate]),
    assignmentLearningRate: ndArray([config.assignmentLearningRate]),
    entropyCoefficient: ndArray([given.rates.entropyCoefficient]),
  };
  const { klLimit, klAverageDecay } = config;
  let { state } = given;
  const epochs: UpdateMetrics[] = [];
  let kl = 0;
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    await setImmediate();
    const x = { rows: minibatchRows(config, rng) };
    const { carry, y } = await runEpoch({ carry: state, x, shared: { batch, rates } });
    state = carry;
    epochs.push(means(y));
    kl =
      klAverageDecay === null ? epochs[epoch].approxKl : movingAverage(kl, y.approxKl.data, klAverageDecay);
    if (klLimit !== null && kl > klLimit) break;
  }
  const metric = (name: keyof UpdateMetrics) => mean(epochs.map((metrics) => metrics[name]));
  const names = Object.keys(epochs[0]) as (keyof UpdateMetrics)[];
  const metrics = Object.fromEntries(names.map((name) => [name, metric(name)])) as UpdateMetrics;
  return { state, metrics };
}

/**
 * The batch's transitions in random order, cut into minibatches. Every representative has the same steps and
 * environments in a minibatch.
 * @returns int32 [M/m, k, m]: transition t of environment b of representative j is row (t · k + j) · B + b
 */
export function minibatchRows(config: MinibatchConfig, rng: Rng): NdArray {
  const { batchSize: M, minibatchSize: m, representatives: k, envsPerRepresentative: B } = config;
  const order = permutation(M, rng);
  const rows = new Int32Array(k * M);
  for (let i = 0; i < M; i++) {
    const t = Math.floor(order[i] / B);
    const b = order[i] % B;
    const minibatch = Math.floor(i / m);
    for (let j = 0; j < k; j++) rows[(minibatch * k + j) * m + (i % m)] = (t * k + j) * B + b;
  }
  return { shape: [M / m, k, m], data: rows };
}

function means(metrics: Arrays<StepMetrics>): UpdateMetrics {
  const entries = Object.entries(metrics).map(([name, { data }]) => [name, mean(Array.from(data))]);
  return Object.fromEntries(entries) as UpdateMetrics;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}
