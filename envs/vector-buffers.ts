import type { EnvSpec } from "./env.js";
import { type ActionArray, spaceSize } from "./space.js";

/** Phase of an environment: before its first reset, in a running episode, or after its episode's end. */
export const Phase = { unreset: 0, running: 1, over: 2 } as const;

/**
 * The arrays of a VectorEnv, which every reset and step overwrites. If they are in shared memory, worker threads write
 * different rows of the same arrays.
 */
export interface VectorBuffers {
  /** [N, a] or [N]; checked and clipped. */
  readonly actions: ActionArray;
  /** [N, d]. */
  readonly observations: Float32Array;
  /** [N, n]. */
  readonly rewards: Float32Array;
  /** [N], 0 or 1. */
  readonly terminated: Uint8Array;
  /** [N], 0 or 1; never 1 together with terminated. */
  readonly truncated: Uint8Array;
  /** [N, …]; a row has the infos of one environment, in the spec's order. */
  readonly infos: Float64Array;
  /** [N, d]; the last observation of an episode that the latest step ended, under "same-step". */
  readonly finalObservations: Float32Array;
  /** Like infos, for the last step of that episode, under "same-step". */
  readonly finalInfos: Float64Array;
  /** [N]; steps of the episode that the latest step ended. */
  readonly episodeLengths: Int32Array;
  /** [N, n]; undiscounted returns of the episode that the latest step ended. */
  readonly episodeReturns: Float32Array;
  /** [N], a Phase each. */
  readonly phases: Uint8Array;
}

/** How many numbers the infos of one environment have. */
export function infoSize(spec: EnvSpec): number {
  return spec.infos.reduce((sum, info) => sum + info.shape.reduce((a, b) => a * b, 1), 0);
}

/** @param Memory - ArrayBuffer, or SharedArrayBuffer for arrays that threads share */
export function createVectorBuffers(
  spec: EnvSpec,
  numEnvs: number,
  numAgents: number,
  Memory: ArrayBufferConstructor | SharedArrayBufferConstructor = ArrayBuffer,
): VectorBuffers {
  const N = numEnvs;
  const d = spaceSize(spec.observationSpace);
  const float32 = (length: number) => new Float32Array(new Memory(4 * length));
  const float64 = (length: number) => new Float64Array(new Memory(8 * length));
  const int32 = (length: number) => new Int32Array(new Memory(4 * length));
  const uint8 = (length: number) => new Uint8Array(new Memory(length));
  return {
    actions: spec.actionSpace.kind === "box" ? float32(N * spaceSize(spec.actionSpace)) : int32(N),
    observations: float32(N * d),
    rewards: float32(N * numAgents),
    terminated: uint8(N),
    truncated: uint8(N),
    infos: float64(N * infoSize(spec)),
    finalObservations: float32(N * d),
    finalInfos: float64(N * infoSize(spec)),
    episodeLengths: int32(N),
    episodeReturns: float32(N * numAgents),
    phases: uint8(N),
  };
}

/** Views of rows from … to − 1 of arrays that have `numEnvs` rows. */
export function sliceVectorBuffers(
  buffers: VectorBuffers,
  numEnvs: number,
  from: number,
  to: number,
): VectorBuffers {
  const rows = <A extends { length: number; subarray(from: number, to: number): A }>(array: A): A => {
    const width = array.length / numEnvs;
    return array.subarray(from * width, to * width);
  };
  return {
    actions: rows<ActionArray>(buffers.actions),
    observations: rows(buffers.observations),
    rewards: rows(buffers.rewards),
    terminated: rows(buffers.terminated),
    truncated: rows(buffers.truncated),
    infos: rows(buffers.infos),
    finalObservations: rows(buffers.finalObservations),
    finalInfos: rows(buffers.finalInfos),
    episodeLengths: rows(buffers.episodeLengths),
    episodeReturns: rows(buffers.episodeReturns),
    phases: rows(buffers.phases),
  };
}
