import { spaceSize } from "../../envs/index.js";
import {
  DataType,
  encodeRewards,
  encodeTensor,
  type ResetResponse,
  type StepResponse,
  type Tensor,
} from "../../proto/index.js";
import { type EndedEpisode, noteEnded } from "../shards/ended-episodes.js";
import type { ShardedEnvironments } from "../shards/sharded-environments.js";
import { encodeFinished } from "./finished-episodes.js";
import { encodeInfos } from "./infos.js";
import type { ReplyFormat } from "./reply-format.js";

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
  const ended: EndedEpisode[] = [];
  noteEnded(ended, { step: 0, firstRow: 0 }, buffers);
  return {
    observations: encodeObservations(environments),
    rewards: encodeRewards(buffers.rewards, numAgents, format.sparse),
    terminated: flags(buffers.terminated),
    truncated: flags(buffers.truncated),
    infos: encodeInfos(format.infos, buffers.infos),
    finished: encodeFinished(environments, format, ended),
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
