import * as tf from "@tensorflow/tfjs-core";
import { integers, normals, positives } from "../support/arrays.js";
import type { Binary, KernelCase } from "../support/kernel-case.js";

/** Pairs that broadcast, from the left, the right and both. */
const SHAPES = [
  [[3], [3]],
  [
    [2, 3],
    [2, 3],
  ],
  [[], [2, 3]],
  [[2, 3], [3]],
  [
    [4, 1],
    [2, 1, 3],
  ],
  [
    [1, 2, 3, 2],
    [2, 1, 2],
  ],
];

const ARITHMETIC: Readonly<Record<string, Binary>> = { add: tf.add, mul: tf.mul, sub: tf.sub };

/** TensorFlow.js has their gradients only where nothing broadcasts. */
const OF_ONE_SHAPE: Readonly<Record<string, Binary>> = {
  maximum: tf.maximum,
  minimum: tf.minimum,
  squaredDifference: tf.squaredDifference,
};

const OF_POSITIVES: Readonly<Record<string, Binary>> = { div: tf.div, pow: tf.pow };

const COMPARISONS: Readonly<Record<string, Binary>> = {
  equal: tf.equal,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  notEqual: tf.notEqual,
};

const ofSigns =
  (kernel: Binary): Binary =>
  (a, b) =>
    kernel(tf.greater(a, 0), tf.greater(b, 0));

const OF_BOOLS: Readonly<Record<string, Binary>> = {
  equal: ofSigns(tf.equal),
  logicalAnd: ofSigns(tf.logicalAnd),
  logicalOr: ofSigns(tf.logicalOr),
  notEqual: ofSigns(tf.notEqual),
};

function table(
  of: string,
  kernels: Readonly<Record<string, Binary>>,
  inputOf: (shape: number[], name: string) => KernelCase["inputs"][string],
): KernelCase[] {
  return Object.entries(kernels).flatMap(([name, kernel]) =>
    SHAPES.map(([a, b]): KernelCase => {
      const inputs = { a: inputOf(a, "a"), b: inputOf(b, "b") };
      return { name: `${name} of ${of} [${a}] and [${b}]`, fn: (given) => kernel(given.a, given.b), inputs };
    }),
  );
}

const withoutGradient = (entry: KernelCase): KernelCase => ({ ...entry, gradient: false });

function withoutBroadcastGradient(entry: KernelCase): KernelCase {
  const { a, b } = entry.inputs;
  return `${a.shape}` === `${b.shape}` ? entry : withoutGradient(entry);
}

const few = (shape: number[], name: string) => integers(shape, 5, -2, name);

/** Kernels of two inputs that work number by number. */
export const BINARY_CASES: readonly KernelCase[] = [
  ...table("floats", ARITHMETIC, normals),
  ...table("floats", OF_ONE_SHAPE, normals).map(withoutBroadcastGradient),
  ...table("positive floats", OF_POSITIVES, positives),
  ...table("integers", { ...ARITHMETIC, ...OF_ONE_SHAPE }, few).map(withoutGradient),
  ...table("natural numbers", { pow: tf.pow }, (shape, name) => integers(shape, 4, 0, name)).map(
    withoutGradient,
  ),
  ...table("floats", COMPARISONS, normals).map(withoutGradient),
  ...table("integers", COMPARISONS, few).map(withoutGradient),
  ...table("bools", OF_BOOLS, normals).map(withoutGradient),
];
