import {
  Cast,
  type CastAttrs,
  Fill,
  type FillAttrs,
  Identity,
  Multinomial,
  OnesLike,
  Range,
  type RangeAttrs,
  util,
  ZerosLike,
} from "@tensorflow/tfjs-core";
import { constant, uniform } from "../graph/build.js";
import { cast } from "../graph/elementwise.js";
import type { DType } from "../graph/value.js";
import { defineKernel } from "../tracer/kernel.js";

type TensorDType = Exclude<DType, "int64">;

export function defineConstantKernels(): void {
  defineKernel(Identity, ({ x }) => x);
  defineKernel<CastAttrs>(Cast, ({ x }, { dtype }) => cast(x, dtype as TensorDType));
  defineKernel<FillAttrs>(Fill, (_, { shape, value, dtype }) =>
    uniform(Number(value), shape, (dtype ?? util.inferDtype(value)) as TensorDType),
  );
  defineKernel(ZerosLike, ({ x }) => uniform(0, x.shape, x.dtype as TensorDType));
  defineKernel(OnesLike, ({ x }) => uniform(1, x.shape, x.dtype as TensorDType));
  defineKernel<RangeAttrs>(Range, (_, { start, stop, step, dtype }) => {
    // TensorFlow.js does the same: a step of 1 may be the default.
    const by = stop < start && step === 1 ? -1 : step;
    const length = Math.max(Math.ceil((stop - start) / by), 0);
    return constant(
      Array.from({ length }, (_, i) => start + i * by),
      [length],
      dtype,
    );
  });
  defineKernel(Multinomial, () => {
    throw new Error("a traced function cannot draw random numbers: draw them outside and pass them in");
  });
}
