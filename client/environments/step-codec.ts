import type { ActionArray, Frame, Space } from "../../envs/index.js";
import {
  DataType,
  decodeRewards,
  decodeTensor,
  encodeTensor,
  type FinishedEpisodes,
  type StepResponse,
  type Tensor,
} from "../../proto/index.js";
import type { EnvironmentsStep, FinishedEpisode } from "./environments.js";

/** The sizes of a session's messages. */
export interface StepSizes {
  /** N. */
  readonly numEnvs: number;
  /** n. */
  readonly numAgents: number;
  /** d. */
  readonly observationSize: number;
}

/** @param actions - [N, a] or [N] */
export function encodeActions(space: Space, actions: ActionArray, numEnvs: number): Tensor {
  return space.kind === "box"
    ? encodeTensor(DataType.DATA_TYPE_FLOAT32, [numEnvs, ...space.shape], actions)
    : encodeTensor(DataType.DATA_TYPE_INT32, [numEnvs], actions);
}

/**
 * @param rows - N, or how many there are
 * @returns [rows, d]
 */
export function decodeObservations(
  tensor: Tensor | undefined,
  rows: number,
  { observationSize }: StepSizes,
): Float32Array {
  return decodeTensor(tensor, "observations", {
    dtype: DataType.DATA_TYPE_FLOAT32,
    shape: [rows, observationSize],
  });
}

/** The one picture of a response, [1, height, width, 3]. */
export function decodeFrame(tensor: Tensor | undefined): Frame {
  const data = decodeTensor(tensor, "frames", { dtype: DataType.DATA_TYPE_UINT8, shape: [1, -1, -1, 3] });
  const [, height, width] = tensor!.shape;
  return { height, width, data };
}

/**
 * @param rewards - [N, n], written: the step's
 * @throws ContractError if the response is not of these sizes
 */
export function decodeStep(
  response: StepResponse,
  sizes: StepSizes,
  rewards: Float32Array,
): EnvironmentsStep {
  const { numEnvs, numAgents } = sizes;
  const flags = (tensor: Tensor | undefined, where: string): Uint8Array =>
    decodeTensor(tensor, where, { dtype: DataType.DATA_TYPE_BOOL, shape: [numEnvs] });
  decodeRewards(response.rewards, "rewards", numAgents, rewards);
  const observations = decodeObservations(response.observations, numEnvs, sizes);
  const finished = response.finished ? decodeFinished(response.finished, observations, sizes) : [];
  return {
    observations,
    rewards,
    terminated: flags(response.terminated, "terminated"),
    truncated: flags(response.truncated, "truncated"),
    finished,
    infos: decodeInfos(response, finished),
    seconds: response.seconds,
  };
}

/** @param observations - [N, d], which in "next-step" are the finished episodes' last */
function decodeFinished(
  finished: FinishedEpisodes,
  observations: Float32Array,
  sizes: StepSizes,
): FinishedEpisode[] {
  const { numAgents: n, observationSize: d } = sizes;
  const int32 = { dtype: DataType.DATA_TYPE_INT32, shape: [-1] } as const;
  const environments = decodeTensor(finished.environments, "finished.environments", int32);
  const lengths = decodeTensor(finished.lengths, "finished.lengths", int32);
  const returns = new Float32Array(environments.length * n);
  decodeRewards(finished.returns, "finished.returns", n, returns);
  const finals =
    finished.finalObservations && decodeObservations(finished.finalObservations, environments.length, sizes);
  return Array.from(environments, (environment, f) => ({
    environment,
    length: lengths[f],
    returns: returns.subarray(f * n, (f + 1) * n),
    finalObservation: finals
      ? finals.subarray(f * d, (f + 1) * d)
      : observations.slice(environment * d, (environment + 1) * d),
  }));
}

/** Infos as numbers, with the last step's in the rows of episodes that ended. */
function decodeInfos(
  response: StepResponse,
  finished: readonly FinishedEpisode[],
): Record<string, Float64Array> {
  const numbers = (tensor: Tensor): Float64Array =>
    new Float64Array(
      decodeTensor(tensor, "infos", {
        dtype: tensor.dtype as DataType.DATA_TYPE_FLOAT64,
        shape: tensor.shape,
      }),
    );
  return Object.fromEntries(
    Object.entries(response.infos).map(([name, tensor]) => {
      const values = numbers(tensor);
      const final = response.finished?.finalInfos[name];
      const width = values.length / tensor.shape[0];
      if (final) {
        const finals = numbers(final);
        finished.forEach(({ environment }, f) => {
          values.set(finals.subarray(f * width, (f + 1) * width), environment * width);
        });
      }
      return [name, values];
    }),
  );
}
