import {
  type BroadCastToAttrs,
  BroadcastTo,
  backend_util,
  Concat,
  type ConcatAttrs,
  ExpandDims,
  type ExpandDimsAttrs,
  Pack,
  type PackAttrs,
  PadV2,
  type PadV2Attrs,
  Reshape,
  type ReshapeAttrs,
  Slice,
  type SliceAttrs,
  SplitV,
  type SplitVAttrs,
  slice_util,
  type TensorInfo,
  Tile,
  type TileAttrs,
  Transpose,
  type TransposeAttrs,
  Unpack,
  type UnpackAttrs,
  util,
} from "@tensorflow/tfjs-core";
import {
  concat,
  constant,
  expand,
  int64s,
  operation,
  operations,
  reshape,
  slice,
  transpose,
} from "../graph/build.js";
import type { DType, Value } from "../graph/value.js";
import { sizeOf } from "../nd-array.js";
import { defineKernel, type KernelInputs } from "../tracer/kernel.js";

/** The non-negative index of an axis of a tensor of a given rank. */
const fromStart = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

/** A shape with one more axis of length 1. */
const withAxis = (shape: readonly number[], axis: number): number[] => shape.toSpliced(axis, 0, 1);

/** Repeats a value along its axes. If all repeated axes have length 1, this is a broadcast. */
function tile(x: Value, reps: readonly number[]): Value {
  const shape = x.shape.map((size, axis) => size * reps[axis]);
  const broadcasts = x.shape.every((size, axis) => size === 1 || reps[axis] === 1);
  return broadcasts ? expand(x, shape) : operation("Tile", [x, int64s(reps)], { shape, dtype: x.dtype });
}

function pack(list: KernelInputs, axis: number): Value {
  const values = Object.values(list);
  const at = fromStart(axis, values[0].shape.length + 1);
  return concat(
    values.map((value) => reshape(value, withAxis(value.shape, at))),
    at,
  );
}

function unpack(value: Value, axis: number): Value[] {
  const at = fromStart(axis, value.shape.length);
  const piece = value.shape.with(at, 1);
  return splitEvenly(value, at, piece).map((part) => reshape(part, value.shape.toSpliced(at, 1)));
}

function splitEvenly(value: Value, axis: number, piece: readonly number[]): Value[] {
  const count = value.shape[axis] / piece[axis];
  return split(value, axis, new Array(count).fill(piece[axis]));
}

function split(value: Value, axis: number, sizes: readonly number[]): Value[] {
  if (sizes.length === 1) return [value];
  const { shape, dtype } = value;
  const types = sizes.map((size) => ({ shape: shape.with(axis, size), dtype }));
  return operations("Split", [value, int64s(sizes)], types, { axis });
}

export function defineShapeKernels(): void {
  defineKernel<ReshapeAttrs>(Reshape, ({ x }, { shape }) =>
    reshape(x, util.inferFromImplicitShape(shape, sizeOf(x.shape))),
  );
  defineKernel<ExpandDimsAttrs>(ExpandDims, ({ input }, { dim }) =>
    reshape(input, withAxis(input.shape, fromStart(dim, input.shape.length + 1))),
  );
  defineKernel<TransposeAttrs>(Transpose, ({ x }, { perm }) => transpose(x, perm));
  defineKernel<BroadCastToAttrs>(BroadcastTo, ({ x }, { shape }) => expand(x, shape));
  defineKernel<TileAttrs>(Tile, ({ x }, { reps }) => tile(x, reps));
  defineKernel<ConcatAttrs>(Concat, (list, { axis }) => {
    const values = Object.values(list);
    const filled = values.filter(({ shape }) => sizeOf(shape) > 0);
    return concat(filled.length > 0 ? filled : values, fromStart(axis, list[0].shape.length));
  });
  defineKernel<PackAttrs>(Pack, (list, { axis }) => pack(list, axis));
  defineKernel<UnpackAttrs>(Unpack, ({ value }, { axis }) => unpack(value, axis));
  defineKernel<SplitVAttrs>(SplitV, ({ x }, { numOrSizeSplits, axis }) => {
    const at = fromStart(axis, x.shape.length);
    // Only the shape of this input is read.
    return split(
      x,
      at,
      backend_util.prepareSplitSize(x as unknown as TensorInfo as never, numOrSizeSplits, at),
    );
  });
  defineKernel<SliceAttrs>(Slice, ({ x }, attributes) => {
    const whole = { shape: [...x.shape] } as TensorInfo;
    const [begin, size] = slice_util.parseSliceParams(whole as never, attributes.begin, attributes.size);
    return slice(x, { begin, size });
  });
  defineKernel<PadV2Attrs>(PadV2, ({ x }, { paddings, constantValue }) => {
    const shape = x.shape.map((size, axis) => size + paddings[axis][0] + paddings[axis][1]);
    const pads = [...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)];
    const filling = constant([constantValue], [], x.dtype as Exclude<DType, "int64">);
    return operation("Pad", [x, int64s(pads), filling], { shape, dtype: x.dtype });
  });
}
