import type { ActionArray, Space } from "../envs/index.js";
import type { RolloutStep } from "./batch.js";
import type { Arrays } from "./jit/nd-array.js";
import type { Sizes } from "./model.js";

/** T steps of k · B environments, time first. Environment j · B + b is representative j's. */
export interface Rollout {
  /** T, k, B. */
  readonly shape: readonly [steps: number, numRepresentatives: number, envsPerRepresentative: number];
  /** [T, k, B, d]. */
  readonly observations: Float32Array;
  /** [T, k, B, d]; the state each step led to, the old episode's last one where the episode ended. */
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

/** Numbers in one environment's action. */
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

/** A rollout as steps of time, one after the other. */
export function rolloutSteps(rollout: Rollout): Arrays<RolloutStep> {
  const { shape, observations, nextObservations, actions, rewards, terminated, done } = rollout;
  const rows = terminated.length;
  const wide = (data: Float32Array) => ({ shape: [...shape, data.length / rows], data });
  return {
    observations: wide(observations),
    nextObservations: wide(nextObservations),
    actions: actions instanceof Float32Array ? wide(actions) : { shape: [...shape], data: actions },
    rewards: wide(rewards),
    terminated: { shape: [...shape], data: terminated },
    done: { shape: [...shape], data: done },
  };
}
