import type { EnvSpec, InfoSpec } from "../../envs/index.js";
import { bytesToArray, dmEnvRpc, INFO_DTYPES, type Tensor, unexpected } from "../../proto/index.js";
import type { Elements } from "./payloads.js";
import type { Bounds } from "./tensor-spec.js";
import { packTensor } from "./tensors.js";

const { DataType } = dmEnvRpc;

/** The result of a reset or step of a world's one environment. */
export interface Frame {
  /** [d]. */
  readonly observation: Float32Array;
  /** [n]. */
  readonly rewards: Float32Array;
  /** name → [1, …], as in rmdp.v1. */
  readonly infos: Readonly<Record<string, Tensor>>;
}

/** An observation that a client may request with a step. */
export interface Observation {
  readonly name: string;
  readonly dtype: dmEnvRpc.DataType;
  readonly shape: readonly number[];
  readonly bounds?: Bounds;
  /** @returns [product of the shape], row by row */
  read(frame: Frame): Elements;
}

const INFO_TYPES = {
  bool: DataType.BOOL,
  uint8: DataType.UINT8,
  int32: DataType.INT32,
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
} as const;

/** @param parameters - θ, [n, p] */
export function worldObservations(spec: EnvSpec, parameters: Float64Array): Observation[] {
  const { observationSpace, agentParameters } = spec;
  const numAgents = parameters.length / agentParameters.length;
  return [
    {
      name: "observation",
      dtype: DataType.FLOAT,
      shape: observationSpace.shape,
      bounds: observationSpace,
      read: ({ observation }) => observation,
    },
    {
      name: "reward",
      dtype: DataType.FLOAT,
      shape: [numAgents],
      bounds: { low: [spec.rewardRange[0]], high: [spec.rewardRange[1]] },
      read: ({ rewards }) => rewards,
    },
    {
      name: "agent_parameters",
      dtype: DataType.DOUBLE,
      shape: [numAgents, agentParameters.length],
      read: () => parameters,
    },
    ...spec.infos.map(infoObservation),
  ];
}

/** An environment's info as an observation, with a prefix that keeps its name distinct from other observations. */
function infoObservation({ name, dtype, shape }: InfoSpec): Observation {
  return {
    name: `info.${name}`,
    dtype: INFO_TYPES[dtype],
    shape,
    read: ({ infos }) => {
      const values = bytesToArray(INFO_DTYPES[dtype], infos[name].data);
      return dtype === "bool" ? Array.from(values, (value) => value === 1) : values;
    },
  };
}

/**
 * @param uids - from 1, in the order of `observations`; may contain duplicates
 * @returns these observations, by uid
 * @throws ContractError at an unknown uid
 */
export function findObservations(
  observations: readonly Observation[],
  uids: readonly number[],
): Map<number, Observation> {
  return new Map(
    uids.map((uid) => {
      const observation = observations[uid - 1];
      if (observation !== undefined) return [uid, observation];
      throw unexpected("requested_observations", `uids from 1 to ${observations.length}`, `${uid}`);
    }),
  );
}

/** @returns tensors, by uid */
export function packObservations(
  requested: ReadonlyMap<number, Observation>,
  frame: Frame,
): Record<number, dmEnvRpc.Tensor> {
  return Object.fromEntries(
    [...requested].map(([uid, { dtype, shape, read }]) => [uid, packTensor(dtype, shape, read(frame))]),
  );
}
