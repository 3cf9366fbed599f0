import { type ActionArray, type EnvSpec, infoSize, spaceSize, type VectorBuffers } from "../../envs/index.js";

/** Arrays of a rollout of S steps of N environments, in shared memory: worker threads write their rows. */
export interface RolloutBuffers {
  /** N. */
  readonly numEnvs: number;
  /** [S, N, d]. */
  readonly observations: Float32Array;
  /** [S, N, a] or [S, N]. */
  readonly actions: ActionArray;
  /** [S, N, n]. */
  readonly rewards: Float32Array;
  /** [S, N], 0 or 1. */
  readonly terminated: Uint8Array;
  /** [S, N], 0 or 1. */
  readonly truncated: Uint8Array;
  /** [S, N, …], as VectorBuffers.infos; empty if the client asked for none. */
  readonly infos: Float64Array;
}

/** Facts that determine the sizes of a rollout's arrays. */
export interface RolloutSizes {
  readonly spec: EnvSpec;
  /** S. */
  readonly numSteps: number;
  /** N. */
  readonly numEnvs: number;
  /** n. */
  readonly numAgents: number;
  /** Whether infos are kept. */
  readonly keepsInfos: boolean;
}

export function createRolloutBuffers(sizes: RolloutSizes): RolloutBuffers {
  const { spec, numSteps, numEnvs, numAgents, keepsInfos } = sizes;
  const rows = numSteps * numEnvs;
  const { observationSpace, actionSpace } = spec;
  const float32 = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));
  const uint8 = (length: number) => new Uint8Array(new SharedArrayBuffer(length));
  return {
    numEnvs,
    observations: float32(rows * spaceSize(observationSpace)),
    actions:
      actionSpace.kind === "box"
        ? float32(rows * spaceSize(actionSpace))
        : new Int32Array(new SharedArrayBuffer(4 * rows)),
    rewards: float32(rows * numAgents),
    terminated: uint8(rows),
    truncated: uint8(rows),
    infos: new Float64Array(new SharedArrayBuffer(keepsInfos ? 8 * rows * infoSize(spec) : 0)),
  };
}

/** A step of some environments, with its place in the rollout. */
export interface RecordedStep {
  /** Of the rollout, from 0. */
  readonly step: number;
  /** The number of the first environment in its session. */
  readonly firstRow: number;
  /** [N′, …]. */
  readonly buffers: VectorBuffers;
  /** [N′, a] or [N′], unclipped. */
  readonly actions: ActionArray;
}

/** Copies a step's rows to their place in the rollout. */
export function recordStep(out: RolloutBuffers, { step, firstRow, buffers, actions }: RecordedStep): void {
  const numRows = buffers.phases.length;
  const put = <A extends Float32Array | Float64Array | Int32Array | Uint8Array>(into: A, rows: A) =>
    into.set(rows as never, ((step * out.numEnvs + firstRow) * rows.length) / numRows);
  put(out.observations, buffers.observations);
  put<ActionArray>(out.actions, actions);
  put(out.rewards, buffers.rewards);
  put(out.terminated, buffers.terminated);
  put(out.truncated, buffers.truncated);
  if (out.infos.length > 0) put(out.infos, buffers.infos);
}
