import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import {
  type Arrays,
  flatten,
  flattenArrays,
  isTensor,
  type NdArray,
  type Tree,
  unflatten,
} from "../../../client/jit/nd-array.js";

/** A number, or rows of numbers. */
export type Nested = number | readonly Nested[];

const near = (expected: Nested, digits: number): unknown =>
  typeof expected === "number"
    ? expect.closeTo(expected, digits)
    : expected.map((entry) => near(entry, digits));

/** Expects a tensor's shape and, to that many decimal digits, its entries. */
export function expectTensor(actual: tf.Tensor, expected: Nested, digits = 5): void {
  expect(actual.arraySync()).toEqual(near(expected, digits));
}

/** The same of an array. */
export function expectArray(actual: NdArray, expected: Nested, digits = 5): void {
  expectTensor(toTensors<tf.Tensor>(actual), expected, digits);
}

/** Expects numbers to that many decimal digits. */
export function expectNumbers(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 5): void {
  expect(Array.from(actual)).toEqual(near(Array.from(expected), digits));
}

/** Arrays as tensors of the current backend. */
export function toTensors<T>(arrays: Arrays<T>): T {
  const leaves = flattenArrays(arrays as Tree<NdArray>).map(
    ([path, { shape, data }]) => [path, tf.tensor(data, [...shape])] as const,
  );
  return unflatten<tf.Tensor>(leaves) as T;
}

/** Tensors as arrays. */
export function toArrays<T>(tensors: T): Arrays<T> {
  const leaves = flatten<tf.Tensor>(tensors as Tree<tf.Tensor>, isTensor).map(
    ([path, tensor]) => [path, { shape: tensor.shape, data: tensor.dataSync().slice() } as NdArray] as const,
  );
  return unflatten(leaves) as Arrays<T>;
}

/** The cosine of the angle between two vectors. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, value, i) => sum + value * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** The largest difference between two arrays, in units of the second's largest entry, or of 1 if that is all 0. */
export function relativeDifference(a: NdArray, b: NdArray): number {
  expect(a.shape).toEqual(b.shape);
  const scale = Math.max(...b.data.map(Math.abs)) || 1;
  return Math.max(...a.data.map((x, i) => Math.abs(x - b.data[i]))) / scale;
}

/** How many tensors a function leaves behind, and how many pieces of memory for their elements. */
export async function tensorsLeft(use: () => unknown): Promise<{ tensors: number; buffers: number }> {
  const before = tf.memory();
  await use();
  const after = tf.memory();
  return {
    tensors: after.numTensors - before.numTensors,
    buffers: after.numDataBuffers - before.numDataBuffers,
  };
}

/** What `tensorsLeft` says of a function that cleans up. */
export const NONE = { tensors: 0, buffers: 0 };
