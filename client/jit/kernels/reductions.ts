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
import { operation, reduce } from "../graph/build.js";
import { cast } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { defineKernel } from "../tracer/kernel.js";

/** Axes counted from 0, in order. */
function axesOf(axis: number | readonly number[], { shape }: Value): number[] {
  return [...util.parseAxisParam(axis as number | number[], [...shape])].sort((a, b) => a - b);
}

/** Applies an operator along an axis that keeps the shape. */
function alongAxis(type: string, value: Value, axis: number): Value {
  const [only] = axesOf(axis, value);
  return operation(type, [value], value, { axis: only });
}

export function defineReductionKernels(): void {
  defineKernel<SumAttrs>(Sum, ({ x }, { axis, keepDims }) => {
    const numbers = x.dtype === "bool" ? cast(x, "int32") : x;
    return reduce("ReduceSum", numbers, axesOf(axis, x), keepDims);
  });
  defineKernel<SumAttrs>(Mean, ({ x }, { axis, keepDims }) =>
    reduce("ReduceMean", cast(x, "float32"), axesOf(axis, x), keepDims),
  );
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
