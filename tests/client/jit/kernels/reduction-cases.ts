import * as tf from "@tensorflow/tfjs-core";
import { floats, integers, normals } from "../support/arrays.js";
import type { KernelCase } from "../support/kernel-case.js";

type Reduction = (x: tf.Tensor, axis?: number | number[], keepDims?: boolean) => tf.Tensor;

const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  sum: tf.sum,
  mean: tf.mean,
  max: tf.max,
  min: tf.min,
};

/** A shape and the axes along which to reduce; all if undefined. */
const AXES: readonly (readonly [number[], number | number[] | undefined])[] = [
  [[], undefined],
  [[6], 0],
  [[2, 3], undefined],
  [[2, 3], -1],
  [
    [2, 3, 4],
    [0, 2],
  ],
  [
    [2, 3, 4],
    [-1, 0],
  ],
  [
    [2, 3, 2, 2],
    [1, -2],
  ],
  [[2, 1, 3], 1],
];

const sorts = [
  { sort: "floats", of: (shape: number[]) => normals(shape), gradient: undefined },
  { sort: "integers", of: (shape: number[]) => integers(shape, 9, -4), gradient: false },
] as const;

function table(): KernelCase[] {
  return Object.entries(REDUCTIONS).flatMap(([name, reduce]) =>
    AXES.flatMap(([shape, axis]) =>
      [false, true].flatMap((keepDims) =>
        sorts.map(({ sort, of, gradient }): KernelCase => {
          const title = `${name} of ${sort} [${shape}] along ${axis}${keepDims ? ", keepDims" : ""}`;
          return {
            name: title,
            fn: ({ x }) => reduce(x, axis, keepDims),
            inputs: { x: of(shape) },
            gradient,
          };
        }),
      ),
    ),
  );
}

/** Along the last axis only: that is all TensorFlow.js has. */
const SOFTMAX_CASES = [[6], [2, 3], [2, 3, 4], [2, 2, 3, 2]].flatMap((shape): KernelCase[] => {
  const inputs = { x: normals(shape) };
  return [
    { name: `softmax of [${shape}]`, fn: ({ x }) => tf.softmax(x), inputs },
    { name: `logSoftmax of [${shape}]`, fn: ({ x }) => tf.logSoftmax(x), inputs },
    { name: `logSumExp of [${shape}]`, fn: ({ x }) => tf.logSumExp(x, -1, true), inputs },
    {
      name: `argMax of [${shape}]`,
      fn: ({ x }) => ({ last: tf.argMax(x, -1), first: tf.argMax(x, 0) }),
      inputs,
      gradient: false,
    },
  ];
});

/** Kernels that make fewer numbers of many. */
export const REDUCTION_CASES: readonly KernelCase[] = [
  ...table(),
  ...SOFTMAX_CASES,
  {
    name: "the kernel LogSoftmax",
    fn: ({ x }) => tf.engine().runKernel(tf.LogSoftmax, { logits: x }, { axis: -1 }) as tf.Tensor,
    eager: ({ x }) => tf.logSoftmax(x),
    inputs: { x: normals([2, 3]) },
  },
  {
    name: "softmax of large numbers",
    fn: ({ x }) => ({ softmax: tf.softmax(x), log: tf.logSoftmax(x) }),
    inputs: { x: floats(1000, 999, -1000) },
  },
  {
    name: "sum and mean of bools",
    fn: ({ x }) => ({ sum: tf.sum(tf.greater(x, 0), 1), mean: tf.mean(tf.greater(x, 0), 0) }),
    inputs: { x: normals([4, 5]) },
    gradient: false,
  },
  {
    name: "max and min at ties",
    fn: ({ x }) => ({ most: tf.max(x), least: tf.min(x) }),
    inputs: { x: floats(2, 1, 2, 1, 1.5) },
  },
  {
    name: "argMax at ties",
    fn: ({ x }) => tf.argMax(x),
    inputs: { x: floats(1, 2, 0, 2) },
    gradient: false,
  },
  {
    name: "argMax of integers",
    fn: ({ x }) => tf.argMax(x, 1),
    inputs: { x: integers([3, 4], 9, -4) },
    gradient: false,
  },
];
