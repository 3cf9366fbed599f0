import type { dmEnvRpc } from "../../proto/index.js";
import { packPayload } from "./payloads.js";

/** Inclusive bounds, one per entry or one for all; −Infinity and Infinity if there is none. */
export interface Bounds {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The description of a named tensor. */
export interface NamedTensor {
  readonly name: string;
  readonly dtype: dmEnvRpc.DataType;
  readonly shape: readonly number[];
  readonly bounds?: Bounds;
}

/** Uids count from 1, in order. */
export function specsByUid(tensors: readonly NamedTensor[]): Record<number, dmEnvRpc.TensorSpec> {
  return Object.fromEntries(tensors.map((tensor, i) => [i + 1, encodeTensorSpec(tensor)]));
}

function encodeTensorSpec({ name, dtype, shape, bounds }: NamedTensor): dmEnvRpc.TensorSpec {
  return {
    name,
    shape: [...shape],
    dtype,
    min: encodeBound(dtype, bounds?.low),
    max: encodeBound(dtype, bounds?.high),
  };
}

/** @returns undefined if no entry is bounded */
function encodeBound(
  dtype: dmEnvRpc.DataType,
  values: readonly number[] | undefined,
): dmEnvRpc.TensorSpec_Value | undefined {
  if (values === undefined || !values.some(Number.isFinite)) return undefined;
  return { payload: packPayload(dtype, values) as dmEnvRpc.TensorSpec_Value["payload"] };
}
