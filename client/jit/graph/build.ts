import { sizeOf } from "../nd-array.js";
import { type Attributes, type ConstantData, type DType, madeBy, type Value } from "./value.js";

/** The typed array of each dtype. */
const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

export function input(name: string, shape: readonly number[], dtype: DType): Value {
  return { shape, dtype, source: { kind: "input", name } };
}

/** What is known of a value before it is computed; a value has it too. */
export type ValueType = Pick<Value, "shape" | "dtype">;

/** A value of an operator with one output. */
export function operation(
  type: string,
  inputs: readonly Value[],
  { shape, dtype }: ValueType,
  attributes: Attributes = {},
): Value {
  const source = {
    kind: "operation",
    operation: { type, inputs, attributes, numOutputs: 1 },
    output: 0,
  } as const;
  return { shape, dtype, source };
}

/** The values of an operator with several outputs, one of each type. */
export function operations(
  type: string,
  inputs: readonly Value[],
  types: readonly ValueType[],
  attributes: Attributes,
): Value[] {
  const made = { type, inputs, attributes, numOutputs: types.length };
  return types.map(({ shape, dtype }, output) => ({
    shape,
    dtype,
    source: { kind: "operation", operation: made, output },
  }));
}

/** A constant from its elements, which are copied. */
export function constant(
  elements: ArrayLike<number>,
  shape: readonly number[],
  dtype: Exclude<DType, "int64">,
): Value {
  const data: ConstantData = ARRAYS[dtype].from(elements);
  return { shape, dtype, source: { kind: "constant", data } };
}

/** A value whose elements are all the same number. */
export function uniform(value: number, shape: readonly number[], dtype: Exclude<DType, "int64">): Value {
  return expand(constant([value], [], dtype), shape);
}

/** A list of whole numbers, as operators take shapes and axes. */
export function int64s(values: readonly number[]): Value {
  const data = BigInt64Array.from(values, BigInt);
  return { shape: [values.length], dtype: "int64", source: { kind: "constant", data } };
}

/** Broadcasts a value to a shape. Elementwise operators use the value before it, so most broadcasts are never executed. */
export function expand(value: Value, shape: readonly number[]): Value {
  if (sameShape(value.shape, shape)) return value;
  return operation("Expand", [value, int64s(shape)], { shape, dtype: value.dtype });
}

/** The value before it was broadcast. */
export function unexpanded(value: Value): Value {
  const broadcast = madeBy(value, "Expand");
  return broadcast === undefined ? value : unexpanded(broadcast.inputs[0]);
}

/**
 * Reshapes a value. Constants are reshaped at once, and of successive reshapes only the last is executed.
 */
export function reshape(value: Value, shape: readonly number[]): Value {
  if (sameShape(value.shape, shape)) return value;
  const { source, dtype } = value;
  if (source.kind === "constant") return { shape, dtype, source: { ...source, data: source.data.slice() } };
  const earlier = madeBy(value, "Reshape");
  if (earlier !== undefined) return reshape(earlier.inputs[0], shape);
  // Without this attribute, 0 would mean the input's length.
  const attributes: Attributes = shape.includes(0) ? { allowzero: 1 } : {};
  return operation("Reshape", [value, int64s(shape)], { shape, dtype }, attributes);
}

export function transpose(value: Value, permutation: readonly number[]): Value {
  if (permutation.every((axis, i) => axis === i)) return value;
  const shape = permutation.map((axis) => value.shape[axis]);
  return operation("Transpose", [value], { shape, dtype: value.dtype }, { perm: permutation });
}

/** @param type - ReduceSum, ReduceMean, ReduceMax, … */
export function reduce(type: string, value: Value, axes: readonly number[], keepDims: boolean): Value {
  const kept = value.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const shape = keepDims ? kept : value.shape.filter((_, axis) => !axes.includes(axis));
  if (sizeOf(kept) === sizeOf(value.shape)) return reshape(value, shape);
  const merged = mergedAxes(value.shape, axes);
  if (!sameShape(merged.shape, value.shape))
    return reshape(reduce(type, reshape(value, merged.shape), merged.axes, false), shape);
  return operation(
    type,
    [value, int64s(axes)],
    { shape, dtype: value.dtype },
    { keepdims: Number(keepDims) },
  );
}

/**
 * A shape without axes of length 1, in which adjacent axes are one if all of them are reduced. ONNX Runtime takes four
 * times as long to sum [1, 320, 100] over its second axis as [320, 100] over its first.
 */
function mergedAxes(
  shape: readonly number[],
  axes: readonly number[],
): { shape: readonly number[]; axes: readonly number[] } {
  const runs: { size: number; reduced: boolean }[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const reduced = axes.includes(axis);
    const last = runs.at(-1);
    if (reduced && last?.reduced) last.size *= size;
    else runs.push({ size, reduced });
  }
  return {
    shape: runs.map(({ size }) => size),
    axes: [...runs.keys()].filter((run) => runs[run].reduced),
  };
}

/** A part of a value. */
export interface SliceRange {
  /** The first element along each axis. */
  readonly begin: readonly number[];
  /** How many elements along each axis. */
  readonly size: readonly number[];
}

/** A part of a value. */
export function slice(value: Value, { begin, size }: SliceRange): Value {
  if (sameShape(size, value.shape)) return value;
  // Only axes that are cut are listed, so that the graph does not depend on the lengths of the others.
  const axes = [...size.keys()].filter((axis) => size[axis] !== value.shape[axis]);
  const first = axes.map((axis) => begin[axis]);
  const end = axes.map((axis) => begin[axis] + size[axis]);
  const inputs = [value, int64s(first), int64s(end), int64s(axes)];
  return operation("Slice", inputs, { shape: size, dtype: value.dtype });
}

export function concat(values: readonly Value[], axis: number): Value {
  if (values.length === 1) return values[0];
  const along = values.reduce((sum, value) => sum + value.shape[axis], 0);
  const shape = values[0].shape.map((size, i) => (i === axis ? along : size));
  return operation("Concat", values, { shape, dtype: values[0].dtype }, { axis });
}

/** ONNX's numbers of element types (TensorProto.DataType). */
export const ONNX_DTYPES: Readonly<Record<DType, number>> = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** @throws Error if the shapes do not broadcast */
export function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`shapes [${a}] and [${b}] do not broadcast`);
    return x === 1 ? y : x;
  });
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}
