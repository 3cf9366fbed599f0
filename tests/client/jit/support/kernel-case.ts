import * as tf from "@tensorflow/tfjs-core";
import type { NdArray, TensorTree } from "../../../../client/jit/nd-array.js";
import { leavesOf } from "./eager.js";

type Tensors = Readonly<Record<string, tf.Tensor>>;

/** A function that uses a kernel, and what to try it on. */
export interface KernelCase {
  readonly name: string;
  readonly fn: (inputs: Tensors) => TensorTree;
  readonly inputs: Readonly<Record<string, NdArray>>;
  /** Whether to compare gradients, too; yes if left out. */
  readonly gradient?: false;
  /** What the function should equal, if the cpu backend does not have the kernel. */
  readonly eager?: (inputs: Tensors) => TensorTree;
}

/** A kernel's function with one input, as a table has them. */
export type Unary = (x: tf.Tensor) => tf.Tensor;

export type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** Tensors of a list as a tree. */
export function numbered(list: readonly tf.Tensor[]): TensorTree {
  return Object.fromEntries(list.entries());
}

/** The gradients of a function's outputs, weighted and summed, with respect to its inputs of floats. */
export function gradientsOf(fn: KernelCase["fn"], inputs: KernelCase["inputs"]): KernelCase["fn"] {
  const names = Object.keys(inputs).filter((name) => inputs[name].data instanceof Float32Array);
  return (given) => {
    const sum = (...tensors: tf.Tensor[]) =>
      weightedSum(fn({ ...given, ...Object.fromEntries(names.map((name, i) => [name, tensors[i]])) }));
    const gradients = tf.grads(sum)(names.map((name) => given[name]));
    return Object.fromEntries(names.map((name, i) => [name, gradients[i]]));
  };
}

function weightedSum(outputs: TensorTree): tf.Scalar {
  const sums = leavesOf(outputs).map(([, tensor]) => tf.sum(tf.mul(tensor, weightsLike(tensor))));
  return tf.addN(sums) as tf.Scalar;
}

/** Other weights than ones, so that gradients differ from entry to entry. */
function weightsLike({ shape, size }: tf.Tensor): tf.Tensor {
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.cos(i + 1)),
    shape,
  );
}
