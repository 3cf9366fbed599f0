import {
  _FusedMatMul,
  type _FusedMatMulAttrs,
  BatchMatMul,
  type BatchMatMulAttrs,
} from "@tensorflow/tfjs-core";
import { broadcastShape, operation, reshape, transpose } from "../graph/build.js";
import { elementwise } from "../graph/elementwise.js";
import type { Value } from "../graph/value.js";
import { defineKernel } from "../tracer/kernel.js";

/** Activations of fused matrix products. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  relu: "Relu",
  elu: "Elu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
};

/** Which factors of a product are transposed. */
type Transposed = Pick<BatchMatMulAttrs, "transposeA" | "transposeB">;

/**
 * Products of matrices [..., p, q] and [..., q, r]. A single product is one of two axes, which ONNX Runtime joins with
 * transpositions and the addition of a bias.
 */
function matMul(a: Value, b: Value, { transposeA, transposeB }: Transposed): Value {
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const single = batch.every((size) => size === 1);
  const left = transposed(single ? matrix(a) : a, transposeA);
  const right = transposed(single ? matrix(b) : b, transposeB);
  const product = [left.shape.at(-2)!, right.shape.at(-1)!];
  const shape = single ? product : [...batch, ...product];
  return reshape(operation("MatMul", [left, right], { shape, dtype: a.dtype }), [...batch, ...product]);
}

/** @returns [p, q] of [1, …, 1, p, q] */
function matrix(value: Value): Value {
  return reshape(value, value.shape.slice(-2));
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
  defineKernel<BatchMatMulAttrs>(BatchMatMul, ({ a, b }, attributes) => matMul(a, b, attributes));
  defineKernel<_FusedMatMulAttrs>(_FusedMatMul, ({ a, b, bias }, attributes) => {
    const { activation = "linear" } = attributes;
    const product = matMul(a, b, attributes);
    return activate(bias ? elementwise("Add", [product, bias], "float32") : product, activation);
  });
}
