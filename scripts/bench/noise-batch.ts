import type { TrainConfig } from "../../client/index.js";
import type { Arrays, NdArray } from "../../client/jit/nd-array.js";
import type { Batch } from "../../client/learner/update/batch.js";
import { createRng, type Rng } from "../../envs/index.js";
import type { BenchSizes } from "./sizes.js";

/** Number of random numbers before they repeat, since drawing 10⁸ would take longer than the measurement. */
const PERIOD = 2 ** 18;

/**
 * A batch with the shapes of a real one; all is noise, but for actions' probabilities: those that policies
 * give them at their start.
 * @param trained - whether the assigner is
 */
export function noiseBatch(
  { k, n, d, a, discrete }: BenchSizes,
  { batchSize: M, envsPerRepresentative: B, initialLogStd }: TrainConfig,
  trained: boolean,
): Arrays<Batch> {
  const rng = createRng(0, "batch");
  const shape = [M / B, k, B];
  const rows = M * k;
  const wide = (width: number) => ({ shape: [...shape, width], data: noise(rows * width, rng) });
  const { actions, logProbs } = discrete
    ? uniformActions(rows, a, rng)
    : normalActions(rows, a, initialLogStd, rng);
  return {
    observations: wide(d),
    actions: { shape: discrete ? shape : [...shape, a], data: actions },
    oldLogProbs: { shape, data: logProbs },
    advantages: wide(trained ? n : 1),
    returns: wide(n),
  };
}

/** Standard normal numbers, which repeat after a while. */
export function noise(length: number, rng: Rng): Float32Array {
  const drawn = Float32Array.from({ length: Math.min(length, PERIOD) }, () => rng.normal());
  const numbers = new Float32Array(length);
  for (let i = 0; i < length; i += PERIOD) numbers.set(drawn.subarray(0, length - i), i);
  return numbers;
}

/** Actions of one row after the other, and their log probabilities. */
interface Actions {
  readonly actions: NdArray["data"];
  /** [rows]. */
  readonly logProbs: Float32Array;
}

/** Of policies without preferences. */
function uniformActions(rows: number, a: number, rng: Rng): Actions {
  const actions = Int32Array.from({ length: rows }, () => rng.integer(a));
  return { actions, logProbs: new Float32Array(rows).fill(-Math.log(a)) };
}

/** Of normal policies whose mean is 0. */
function normalActions(rows: number, a: number, logStd: number, rng: Rng): Actions {
  const actions = noise(rows * a, rng);
  const logProbs = new Float32Array(rows);
  actions.forEach((epsilon, i) => {
    logProbs[Math.floor(i / a)] -= epsilon ** 2 / 2 + logStd + Math.log(2 * Math.PI) / 2;
    actions[i] = Math.exp(logStd) * epsilon;
  });
  return { actions, logProbs };
}
