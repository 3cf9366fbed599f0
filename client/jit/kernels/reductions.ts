import {
  ArgMax,
  type ArgMaxAttrs,
  backend_util,
  LogSoftmax,
  type LogSoftmaxAttrs,
  Max,
  type MaxAttrs,
  Mean,
  Min,
  Softmax,
  type SoftmaxAttrs,
  Sum,
  type SumAttrs,
  util,
} from "@tensorflow/tfjs-core";
import { constant, operation, reduce, reshape } from "../graph/build.js";
import { cast, elementwise } from "../graph/elementwise.js";
import { madeBy, type Value } from "../graph/value.js";
import { defineKernel } from "../tracer/kernel.js";

/** Axes counted from 0, in order. */
function axesOf(axis: number | readonly number[], { shape }: Value): number[] {
  return [...util.parseAxisParam(axis as number | number[], [...shape])].sort((a, b) => a - b);
}

function sum(x: Value, axes: readonly number[], keepDims: boolean): Value {
  const numbers = x.dtype === "bool" ? cast(x, "int32") : x;
  const root = squareRoot(numbers);
  return root === undefined
    ? reduce("ReduceSum", numbers, axes, keepDims)
    : reduce("ReduceSumSquare", root, axes, keepDims);
}

function mean(x: Value, axes: readonly number[], keepDims: boolean): Value {
  const root = squareRoot(x);
  if (root === undefined) return reduce("ReduceMean", cast(x, "float32"), axes, keepDims);
  const share = axes.reduce((share, axis) => share / x.shape[axis], 1);
  const squares = reduce("ReduceSumSquare", root, axes, keepDims);
  return elementwise("Mul", [squares, constant([share], [], "float32")], "float32");
}

/** x, if a value is x · x with numbers that are floats; sums of squares need no room for the squares. */
function squareRoot(value: Value): Value | undefined {
  const original = madeBy(value, "Reshape")?.inputs[0] ?? value;
  const [a, b] = madeBy(original, "Mul")?.inputs ?? [];
  return a !== undefined && a === b && a.dtype === "float32" ? reshape(a, value.shape) : undefined;
}

/** Applies an operator along an axis that keeps the shape. */
function alongAxis(type: string, value: Value, axis: number): Value {
  const [only] = axesOf(axis, value);
  return operation(type, [value], value, { axis: only });
}

export function defineReductionKernels(): void {
  defineKernel<SumAttrs>(Sum, ({ x }, { axis, keepDims }) => sum(x, axesOf(axis, x), keepDims));
  defineKernel<SumAttrs>(Mean, ({ x }, { axis, keepDims }) => mean(x, axesOf(axis, x), keepDims));
  defineKernel<SumAttrs>(Min, ({ x }, { axis, keepDims }) =>
    reduce("ReduceMin", x, axesOf(axis, x), keepDims),
  );
  defineKernel<MaxAttrs>(Max, ({ x }, { reductionIndices, keepDims }) =>
    reduce("ReduceMax", x, axesOf(reductionIndices, x), keepDims),
  );
  defineKernel<ArgMaxAttrs>(ArgMax, ({ x }, { axis }) => {
    const axes = axesOf(axis, x);
    const [shape] = backend_util.computeOutAndReduceShapes([...x.shape], axes);
    const index = operation("ArgMax", [x], { shape, dtype: "int64" }, { axis: axes[0], keepdims: 0 });
    return cast(index, "int32");
  });
  defineKernel<SoftmaxAttrs>(Softmax, ({ logits }, { dim }) => alongAxis("Softmax", logits, dim));
  defineKernel<LogSoftmaxAttrs>(LogSoftmax, ({ logits }, { axis }) => alongAxis("LogSoftmax", logits, axis));
}
