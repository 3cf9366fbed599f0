import type {
  Box,
  InfoSpec as EnvInfoSpec,
  OptionSpec as EnvOptionSpec,
  Space as EnvSpace,
  EnvSpec,
} from "../envs/index.js";
import { unexpected } from "./errors.js";
import { type EnvironmentSpec, type OptionSpec, OptionType } from "./gen/rmdp/v1/environment.js";
import type { Space } from "./gen/rmdp/v1/space.js";
import { DataType, type Tensor } from "./gen/rmdp/v1/tensor.js";
import { decodeTensor, encodeTensor, type TensorDataType } from "./tensor-codec.js";

const OPTION_TYPES = {
  boolean: OptionType.OPTION_TYPE_BOOLEAN,
  integer: OptionType.OPTION_TYPE_INTEGER,
  number: OptionType.OPTION_TYPE_NUMBER,
} as const;

export const INFO_DTYPES = {
  bool: DataType.DATA_TYPE_BOOL,
  uint8: DataType.DATA_TYPE_UINT8,
  int32: DataType.DATA_TYPE_INT32,
  float32: DataType.DATA_TYPE_FLOAT32,
  float64: DataType.DATA_TYPE_FLOAT64,
} as const satisfies Record<EnvInfoSpec["dtype"], TensorDataType>;

/** @param options - the environment's options, in the order to show them */
export function encodeSpec(
  spec: EnvSpec,
  options: readonly EnvOptionSpec[],
  numAgents: number,
): EnvironmentSpec {
  const [low, high] = spec.rewardRange;
  return {
    id: spec.id,
    description: spec.description,
    observationSpace: encodeSpace(spec.observationSpace),
    actionSpace: encodeSpace(spec.actionSpace),
    rewardSpace: encodeSpace({ kind: "box", dtype: "float32", shape: [numAgents], low: [low], high: [high] }),
    numAgents,
    agentParameters: [...spec.agentParameters],
    options: options.map(encodeOption),
    infos: spec.infos.map((info) => ({ ...info, dtype: INFO_DTYPES[info.dtype], shape: [...info.shape] })),
    maxEpisodeSteps: spec.maxEpisodeSteps,
    dt: spec.dt,
    renderModes: [...spec.renderModes],
    reportScale: spec.reportScale,
  };
}

function encodeOption({ unit = "", type, default: defaultValue, ...option }: EnvOptionSpec): OptionSpec {
  const unset = { minimum: undefined, maximum: undefined, perturbationRange: undefined };
  return { ...unset, ...option, unit, type: OPTION_TYPES[type], defaultValue };
}

export function encodeSpace(space: EnvSpace): Space {
  if (space.kind === "discrete") return { kind: { $case: "discrete", value: { n: space.n } } };
  const bounds = (values: readonly number[]): Tensor =>
    encodeTensor(
      DataType.DATA_TYPE_FLOAT64,
      values.length === 1 ? [1] : space.shape,
      Float64Array.from(values),
    );
  const value = {
    dtype: DataType.DATA_TYPE_FLOAT32,
    shape: [...space.shape],
    low: bounds(space.low),
    high: bounds(space.high),
  };
  return { kind: { $case: "box", value } };
}

/** @throws ContractError if a client cannot use the space */
export function decodeSpace(space: Space | undefined, where: string): EnvSpace {
  const kind = space?.kind;
  if (kind === undefined) throw unexpected(where, "a box or a discrete space", "nothing");
  if (kind.$case === "discrete") return { kind: "discrete", n: kind.value.n };
  const { shape } = kind.value;
  const low = decodeBounds(kind.value.low, `${where}.low`, shape);
  const high = decodeBounds(kind.value.high, `${where}.high`, shape);
  for (let i = 0; i < Math.max(low.length, high.length); i++) {
    const [least, most] = [low[i % low.length], high[i % high.length]];
    if (!(least <= most)) throw unexpected(where, "bounds with low ≤ high", `${least} and ${most}`);
  }
  const box: Box = { kind: "box", dtype: "float32", shape, low, high };
  return box;
}

/** @returns one bound for all entries, or one for each */
function decodeBounds(tensor: Tensor | undefined, where: string, shape: readonly number[]): number[] {
  const dtype = DataType.DATA_TYPE_FLOAT64;
  const single = tensor?.shape.every((size) => size === 1);
  return Array.from(decodeTensor(tensor, where, { dtype, shape: single ? tensor!.shape : shape }));
}
