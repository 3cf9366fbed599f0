import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";

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

/** Expects numbers to that many decimal digits. */
export function expectNumbers(actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 5): void {
  expect(Array.from(actual)).toEqual(near(Array.from(expected), digits));
}

/** The cosine of the angle between two vectors. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>) =>
    Array.from(x).reduce((sum, value, i) => sum + value * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** How many tensors a function leaves behind. */
export async function tensorsLeft(use: () => unknown): Promise<number> {
  const before = tf.memory().numTensors;
  await use();
  return tf.memory().numTensors - before;
}
