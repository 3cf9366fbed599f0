import { spaceSize } from "../../envs/index.js";
import {
  DataType,
  encodeRewards,
  encodeTensor,
  type FinishedEpisodes,
  type ResetResponse,
  type StepResponse,
  type Tensor,
} from "../../proto/index.js";
import type { ShardedEnvironments } from "../shards/sharded-environments.js";
import { encodeInfos, type InfoColumn } from "./infos.js";

/** The form of replies that a session's client asked for. */
export interface ReplyFormat {
  readonly infos: readonly InfoColumn[];
  readonly sparse: boolean;
}

/** [N, d]. */
export function encodeObservations({ spec, numEnvs, buffers }: ShardedEnvironments): Tensor {
  const shape = [numEnvs, spaceSize(spec.observationSpace)];
  return encodeTensor(DataType.DATA_TYPE_FLOAT32, shape, buffers.observations);
}

export function encodeReset(environments: ShardedEnvironments, format: ReplyFormat): ResetResponse {
  const observations = encodeObservations(environments);
  return { observations, infos: encodeInfos(format.infos, environments.buffers.infos) };
}

/** @param seconds - duration of the step */
export function encodeStep(
  environments: ShardedEnvironments,
  format: ReplyFormat,
  seconds: number,
): StepResponse {
  const { buffers, numEnvs, numAgents } = environments;
  const flags = (array: Uint8Array) => encodeTensor(DataType.DATA_TYPE_BOOL, [numEnvs], array);
  return {
    observations: encodeObservations(environments),
    rewards: encodeRewards(buffers.rewards, numAgents, format.sparse),
    terminated: flags(buffers.terminated),
    truncated: flags(buffers.truncated),
    infos: encodeInfos(format.infos, buffers.infos),
    finished: encodeFinished(environments, format),
    seconds,
  };
}

/**
 * @param tensors - name → [M, …]
 * @param rows - sizes whose product is M
 * @returns name → [rows, …]
 */
export function reshaped(
  tensors: Readonly<Record<string, Tensor>>,
  rows: readonly number[],
): Record<string, Tensor> {
  const entries = Object.entries(tensors);
  return Object.fromEntries(
    entries.map(([name, tensor]) => [name, { ...tensor, shape: [...rows, ...tensor.shape.slice(1)] }]),
  );
}

/** @returns undefined if the latest step ended no episode */
function encodeFinished(
  { spec, buffers, numAgents, autoreset }: ShardedEnvironments,
  { infos, sparse }: ReplyFormat,
): FinishedEpisodes | undefined {
  const { terminated, truncated } = buffers;
  if (!terminated.includes(1) && !truncated.includes(1)) return undefined;
  const over = Int32Array.from(terminated.keys()).filter((j) => terminated[j] || truncated[j]);
  const int32 = (values: Int32Array) => encodeTensor(DataType.DATA_TYPE_INT32, [over.length], values);
  const final = autoreset === "same-step";
  const d = spaceSize(spec.observationSpace);
  const finalObservations = () =>
    encodeTensor(DataType.DATA_TYPE_FLOAT32, [over.length, d], gather(buffers.finalObservations, d, over));
  const finalInfos = () =>
    encodeInfos(infos, gather(buffers.finalInfos, buffers.finalInfos.length / terminated.length, over));
  return {
    environments: int32(over),
    lengths: int32(over.map((j) => buffers.episodeLengths[j])),
    returns: encodeRewards(gather(buffers.episodeReturns, numAgents, over), numAgents, sparse),
    finalObservations: final ? finalObservations() : undefined,
    finalInfos: final ? finalInfos() : {},
    steps: undefined,
  };
}

/**
 * @param array - [N, width]
 * @param rows - [M]
 * @returns these rows, [M, width], as a copy
 */
function gather<A extends Float32Array | Float64Array>(array: A, width: number, rows: Int32Array): A {
  const ArrayType = array.constructor as new (length: number) => A;
  const out = new ArrayType(rows.length * width);
  rows.forEach((row, i) => {
    out.set(array.subarray(row * width, (row + 1) * width), i * width);
  });
  return out;
}
