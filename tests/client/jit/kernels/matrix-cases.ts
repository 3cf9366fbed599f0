import * as tf from "@tensorflow/tfjs-core";
import { integers, normals } from "../support/arrays.js";
import type { KernelCase } from "../support/kernel-case.js";

/** Leading axes of the two factors; of two that broadcast in turn the cpu backend makes something else. */
const BATCHES: readonly (readonly [number[], number[]])[] = [
  [[], []],
  [[4], [4]],
  [[4], [1]],
  [[1], [4]],
  [
    [2, 4],
    [2, 4],
  ],
];

/** Which of the two factors are transposed. */
const TRANSPOSES = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
];

/** A matrix [p, q] or, transposed, [q, p]. */
const matrix = (batch: readonly number[], p: number, q: number, transposed: boolean) =>
  transposed ? [...batch, q, p] : [...batch, p, q];

function products(): KernelCase[] {
  return BATCHES.flatMap(([left, right]) =>
    TRANSPOSES.map(([transposeA, transposeB]): KernelCase => {
      const a = matrix(left, 2, 3, transposeA);
      const b = matrix(right, 3, 5, transposeB);
      return {
        name: `matMul of [${a}] and [${b}]`,
        fn: (given) => tf.matMul(given.a, given.b, transposeA, transposeB),
        inputs: { a: normals(a, "a"), b: normals(b, "b") },
        // TensorFlow.js has none where leading axes broadcast.
        gradient: `${left}` === `${right}` ? undefined : false,
      };
    }),
  );
}

/** What the cpu backend has. */
const ACTIVATIONS = ["linear", "relu", "elu", "sigmoid"] as const;

/** Gradients of fused kernels fuse no activation: only the value shows it. */
function fused(): KernelCase[] {
  return ACTIVATIONS.flatMap((activation) =>
    TRANSPOSES.map(([transposeA, transposeB]): KernelCase => {
      const shapes = [matrix([], 2, 3, transposeA), matrix([], 3, 5, transposeB)];
      return {
        name: `fused.matMul with ${activation} of [${shapes[0]}] and [${shapes[1]}]`,
        fn: ({ a, b, bias }) => tf.fused.matMul({ a, b, bias, activation, transposeA, transposeB } as never),
        inputs: { a: normals(shapes[0], "a"), b: normals(shapes[1], "b"), bias: normals([5], "bias") },
      };
    }),
  );
}

/** Products of matrices. */
export const MATRIX_CASES: readonly KernelCase[] = [
  ...products(),
  ...fused(),
  {
    name: "fused.matMul without a bias, in batches",
    fn: ({ a, b }) => tf.fused.matMul({ a: a as tf.Tensor3D, b: b as tf.Tensor3D, activation: "relu" }),
    inputs: { a: normals([4, 2, 3], "a"), b: normals([4, 3, 5], "b") },
  },
  {
    name: "matMul of integers",
    fn: ({ a, b }) => tf.matMul(a, b),
    inputs: { a: integers([2, 3], 5, -2, "a"), b: integers([3, 2], 5, -2, "b") },
    gradient: false,
  },
  {
    name: "fused.matMul with tanh",
    fn: ({ a, b }) =>
      tf.fused.matMul({ a: a as tf.Tensor2D, b: b as tf.Tensor2D, activation: "tanh" as never }),
    eager: ({ a, b }) => tf.tanh(tf.matMul(a, b)),
    inputs: { a: normals([2, 3], "a"), b: normals([3, 5], "b") },
    gradient: false,
  },
  {
    name: "dot and outerProduct",
    fn: ({ a, b }) => ({
      dot: tf.dot(a.gather(0), b),
      outer: tf.outerProduct(a.gather(1) as tf.Tensor1D, b as tf.Tensor1D),
    }),
    inputs: { a: normals([2, 3], "a"), b: normals([3], "b") },
  },
];
