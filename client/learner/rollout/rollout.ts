import type * as tf from "@tensorflow/tfjs-core";
import type { ActionArray, Space } from "../../../envs/index.js";
import type { Arrays } from "../../jit/nd-array.js";
import type { Sizes } from "../model/model.js";

/** T steps of k · B environments, time first. Environment j · B + b belongs to representative j. */
export interface Rollout {
  /** T, k, B. */
  readonly shape: readonly [steps: number, numRepresentatives: number, envsPerRepresentative: number];
  /** [T, k, B, d]. */
  readonly observations: Float32Array;
  /** [T, k, B, d]; the state that each step led to. Where the episode ended, this is its final state. */
  readonly nextObservations: Float32Array;
  /** [T, k, B, a], or [T, k, B]. */
  readonly actions: ActionArray;
  /** [T, k, B, n]. */
  readonly rewards: Float32Array;
  /** [T, k, B], 0 or 1. */
  readonly terminated: Float32Array;
  /** [T, k, B], 0 or 1; terminated or truncated. */
  readonly done: Float32Array;
}

/** How many numbers one environment's action has. */
export function actionSize(space: Space): number {
  return space.kind === "box" ? space.shape[0] : 1;
}

export function createRollout(sizes: Sizes, steps: number, envsPerRepresentative: number): Rollout {
  const rows = steps * sizes.numRepresentatives * envsPerRepresentative;
  const actions = rows * actionSize(sizes.actionSpace);
  return {
    shape: [steps, sizes.numRepresentatives, envsPerRepresentative],
    observations: new Float32Array(rows * sizes.observationSize),
    nextObservations: new Float32Array(rows * sizes.observationSize),
    actions: sizes.actionSpace.kind === "box" ? new Float32Array(actions) : new Int32Array(actions),
    rewards: new Float32Array(rows * sizes.numAgents),
    terminated: new Float32Array(rows),
    done: new Float32Array(rows),
  };
}

/**
 * A rollout is turned into a batch in blocks of at most this many steps, and at most as many rewards as the next constant
 * unless a single step has more: larger blocks do not fit into a processor's cache.
 */
const BLOCK_STEPS = 16;
const BLOCK_REWARDS = 2 ** 18;

/** A rollout as consecutive blocks of time: [T/S, S, k, B, …]. */
export function rolloutBlocks(rollout: Rollout): Arrays<RolloutBlock> {
  const { observations, nextObservations, actions, rewards, terminated, done } = rollout;
  const [T, k, B] = rollout.shape;
  const S = blockSteps(T, rewards.length / T);
  const rows = [T / S, S, k, B];
  const wide = (data: Float32Array) => ({ shape: [...rows, data.length / (T * k * B)], data });
  return {
    observations: wide(observations),
    nextObservations: wide(nextObservations),
    actions: actions instanceof Float32Array ? wide(actions) : { shape: rows, data: actions },
    rewards: wide(rewards),
    terminated: wide(terminated),
    done: wide(done),
  };
}

/** The largest allowed number of steps that divides T. */
function blockSteps(T: number, rewardsPerStep: number): number {
  let steps = Math.max(Math.min(BLOCK_STEPS, T, Math.floor(BLOCK_REWARDS / rewardsPerStep)), 1);
  while (T % steps !== 0) steps--;
  return steps;
}

/** S successive steps of a rollout. */
export type RolloutBlock = {
  /** [S, k, B, d]. */
  readonly observations: tf.Tensor4D;
  /** [S, k, B, d]. */
  readonly nextObservations: tf.Tensor4D;
  /** [S, k, B, a], or int32 [S, k, B]. */
  readonly actions: tf.Tensor;
  /** [S, k, B, n]. */
  readonly rewards: tf.Tensor4D;
  /** [S, k, B, 1], 0 or 1. */
  readonly terminated: tf.Tensor4D;
  /** [S, k, B, 1], 0 or 1. */
  readonly done: tf.Tensor4D;
};
