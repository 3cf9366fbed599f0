import { spaceSize } from "../../envs/index.js";
import { DataType, encodeRewards, encodeTensor, type FinishedEpisodes } from "../../proto/index.js";
import type { EndedEpisode } from "../shards/ended-episodes.js";
import type { ShardedEnvironments } from "../shards/sharded-environments.js";
import { encodeInfos } from "./infos.js";
import type { ReplyFormat } from "./reply-format.js";

/** @returns undefined if there are none; without their steps, which only rollouts have */
export function encodeFinished(
  { spec, numAgents, autoreset }: ShardedEnvironments,
  { infos, sparse }: ReplyFormat,
  ended: readonly EndedEpisode[],
): FinishedEpisodes | undefined {
  if (ended.length === 0) return undefined;
  const final = autoreset === "same-step";
  const returns = concatenate(Float32Array, ended, ({ returns }) => returns);
  const observations = () => concatenate(Float32Array, ended, ({ finalObservation }) => finalObservation);
  const shape = [ended.length, spaceSize(spec.observationSpace)];
  const finalInfos = () => concatenate(Float64Array, ended, ({ finalInfos }) => finalInfos);
  return {
    environments: encodeNumbers(ended, ({ environment }) => environment),
    lengths: encodeNumbers(ended, ({ length }) => length),
    returns: encodeRewards(returns, numAgents, sparse),
    finalObservations: final ? encodeTensor(DataType.DATA_TYPE_FLOAT32, shape, observations()) : undefined,
    finalInfos: final ? encodeInfos(infos, finalInfos()) : {},
    steps: undefined,
  };
}

/** @returns int32 [F], a number of each of F episodes */
export function encodeNumbers(ended: readonly EndedEpisode[], numberOf: (episode: EndedEpisode) => number) {
  return encodeTensor(DataType.DATA_TYPE_INT32, [ended.length], Int32Array.from(ended, numberOf));
}

function concatenate<A extends Float32Array | Float64Array>(
  ArrayType: new (length: number) => A,
  ended: readonly EndedEpisode[],
  arrayOf: (episode: EndedEpisode) => A,
): A {
  const arrays = ended.map(arrayOf);
  const joined = new ArrayType(arrays.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const array of arrays) {
    joined.set(array, offset);
    offset += array.length;
  }
  return joined;
}
