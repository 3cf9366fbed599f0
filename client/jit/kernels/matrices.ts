import {
  _FusedMatMul,
  type _FusedMatMulAttrs,
  BatchMatMul,
  type BatchMatMulAttrs,
} from "@tensorflow/tfjs-core";
import { broadcastShape, elementwise, operation, transpose } from "../graph/build.js";
import type { Value } from "../graph/value.js";
import { defineKernel } from "../tracer/kernel.js";

/** Activations of fused matrix products. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: "Relu",
  elu: "Elu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
};

/** Products of matrices [..., p, q] and [..., q, r]. */
function matMul(a: Value, b: Value): Value {
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, a.shape.at(-2)!, b.shape.at(-1)!];
  return operation("MatMul", [a, b], { shape, dtype: a.dtype });
}

/** Transposes matrices [..., p, q] to [..., q, p] if wanted. */
function transposed(x: Value, wanted: boolean): Value {
  if (!wanted) return x;
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!]);
}

function activate(x: Value, activation: string): Value {
  if (activation === "linear") return x;
  const type = ACTIVATIONS[activation];
  if (type === undefined) {
    throw new Error(
      `a traced matMul: expected activation ${Object.keys(ACTIVATIONS).join(", ")}, got ${activation}`,
    );
  }
  return elementwise(type, [x], "float32");
}

export function defineMatrixKernels(): void {
  defineKernel<BatchMatMulAttrs>(BatchMatMul, ({ a, b }, { transposeA, transposeB }) =>
    matMul(transposed(a, transposeA), transposed(b, transposeB)),
  );
  defineKernel<_FusedMatMulAttrs>(_FusedMatMul, ({ a, b, bias }, attributes) => {
    const { transposeA, transposeB, activation = "linear" } = attributes;
    const product = matMul(transposed(a, transposeA), transposed(b, transposeB));
    return activate(bias ? elementwise("Add", [product, bias], "float32") : product, activation);
  });
}
