import { type Box, boxBounds, type Space, spaceSize } from "../../envs/index.js";
import { DataType, dmEnvRpc, encodeTensor, type Tensor, unexpected } from "../../proto/index.js";
import type { NamedTensor } from "./tensor-spec.js";
import { allElements, type ReadTensor, readTensor, tensorText } from "./tensors.js";

/** The uid of the only action. */
export const ACTION_UID = 1;

export function worldAction(space: Space): NamedTensor {
  if (space.kind === "box") {
    return { name: "action", dtype: dmEnvRpc.DataType.FLOAT, shape: space.shape, bounds: space };
  }
  const bounds = { low: [0], high: [space.n - 1] };
  return { name: "action", dtype: dmEnvRpc.DataType.INT32, shape: [], bounds };
}

/**
 * @param actions - tensors by uid
 * @returns [1, a] or [1], as in a StepRequest of rmdp.v1
 * @throws ContractError if there is any other tensor than the action, or the action is outside its space
 */
export function decodeActions(space: Space, actions: Readonly<Record<string, dmEnvRpc.Tensor>>): Tensor {
  const other = Object.keys(actions).find((uid) => Number(uid) !== ACTION_UID);
  if (other !== undefined) throw unexpected("actions", `only uid ${ACTION_UID} ("action")`, `uid ${other}`);
  const where = `actions[${ACTION_UID}]`;
  const { [ACTION_UID]: given } = actions;
  if (given === undefined) throw unexpected(where, "an action", "nothing");
  const tensor = readTensor(given, where);
  checkKind(tensor, worldAction(space), where);
  const values = allElements<number>(tensor);
  checkBounds(space, values, where);
  return space.kind === "box"
    ? encodeTensor(DataType.DATA_TYPE_FLOAT32, [1, ...space.shape], Float32Array.from(values))
    : encodeTensor(DataType.DATA_TYPE_INT32, [1], Int32Array.from(values));
}

function checkKind(tensor: ReadTensor, { dtype, shape }: NamedTensor, where: string): void {
  const fits =
    tensor.dtype === dtype &&
    tensor.shape.length === shape.length &&
    shape.every((size, i) => size === tensor.shape[i]);
  if (!fits) throw unexpected(where, tensorText(dtype, shape), tensorText(tensor.dtype, tensor.shape));
}

function checkBounds(space: Space, values: ArrayLike<number>, where: string): void {
  for (let i = 0; i < values.length; i++) {
    const [low, high] = space.kind === "box" ? float32Bounds(space, i) : [0, space.n - 1];
    if (values[i] >= low && values[i] <= high) continue;
    const place = spaceSize(space) === 1 ? "" : ` at [${i}]`;
    throw unexpected(where, `a number from ${low} to ${high}${place}`, `${values[i]}`);
  }
}

/** Bounds as float32, as in the spec, so that an action equal to a bound is accepted. */
function float32Bounds(space: Box, i: number): [low: number, high: number] {
  const [low, high] = boxBounds(space, i);
  return [Math.fround(low), Math.fround(high)];
}
