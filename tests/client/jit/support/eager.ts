import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { jit } from "../../../../client/jit/jit.js";
import {
  type Arrays,
  flatten,
  flattenArrays,
  isTensor,
  type Leaves,
  type NdArray,
  type Tensors,
  type TensorTree,
  type Tree,
  unflatten,
} from "../../../../client/jit/nd-array.js";
import { expectClose } from "./arrays.js";

/** What a function gives if TensorFlow.js carries it out at once. */
export function eagerly<I extends Tensors, O extends TensorTree>(
  fn: (inputs: I) => O,
  inputs: Arrays<I>,
): Arrays<O> {
  const run = () => {
    const tensors = flattenArrays(inputs as Tree<NdArray>).map(
      ([path, array]) => [path, tensorOf(array)] as const,
    );
    const outputs = fn(unflatten(tensors) as I);
    return unflatten(leavesOf(outputs).map(([path, tensor]) => [path, arrayOf(tensor)]));
  };
  return tf.tidy(run as unknown as () => tf.Tensor) as unknown as Arrays<O>;
}

export function leavesOf(tree: TensorTree): Leaves<tf.Tensor> {
  return flatten(tree as Tree<tf.Tensor>, isTensor);
}

export function tensorOf({ shape, data }: NdArray): tf.Tensor {
  return tf.tensor(data, [...shape], data instanceof Int32Array ? "int32" : "float32");
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

export function arrayOf(tensor: tf.Tensor): NdArray {
  const data = tensor.dataSync();
  // After a cast the cpu backend may still have the numbers of the type before.
  return {
    shape: tensor.shape,
    data: ARRAYS[tensor.dtype as keyof typeof ARRAYS].from(data) as Float32Array,
  };
}

/** Expects trees of the same leaves, in any order, that are close. */
export function expectTreesClose(actual: Tree<NdArray>, expected: Tree<NdArray>, bound?: number): void {
  const leaves = new Map(flattenArrays(actual));
  const wanted = flattenArrays(expected);
  expect([...leaves.keys()].sort()).toEqual(wanted.map(([path]) => path).sort());
  for (const [path, array] of wanted) expectClose(leaves.get(path)!, array, bound);
}

/** Expects a function to give the same compiled as eagerly. */
export async function expectSameCompiled<I extends Tensors, O extends TensorTree>(
  fn: (inputs: I) => O,
  inputs: Arrays<I>,
  eager: (inputs: I) => O = fn,
): Promise<void> {
  const compiled = await jit(fn)(inputs);
  expectTreesClose(compiled as Tree<NdArray>, eagerly(eager, inputs) as Tree<NdArray>);
}
