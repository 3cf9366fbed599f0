import * as tf from "@tensorflow/tfjs-core";
import { integers, ints, normals } from "../support/arrays.js";
import type { KernelCase } from "../support/kernel-case.js";

const indices = ints(2, 0, 2);

const GATHERS = (
  [
    [[4], 0],
    [[4, 3], 0],
    [[2, 3], -1],
    [[2, 3, 4], 1],
    [[2, 2, 3, 4], -2],
  ] as const
).flatMap(([shape, axis]): KernelCase[] => {
  const fn: KernelCase["fn"] = (given) => tf.gather(given.x, given.indices as tf.Tensor1D, axis);
  return [
    { name: `gather from floats [${shape}] along ${axis}`, fn, inputs: { x: normals(shape), indices } },
    {
      name: `gather from integers [${shape}] along ${axis}`,
      fn,
      inputs: { x: integers(shape, 9), indices },
      gradient: false,
    },
  ];
});

/** Kernels that choose by number. */
export const INDEXING_CASES: readonly KernelCase[] = [
  ...GATHERS,
  {
    name: "gather by a matrix",
    fn: ({ x, rows }) => tf.gather(x, rows as tf.Tensor2D),
    inputs: { x: normals([4, 3]), rows: integers([2, 3], 4) },
  },
  {
    name: "gather by a scalar",
    fn: ({ x }) => tf.gather(x, tf.scalar(2, "int32")),
    inputs: { x: normals([4, 3]) },
  },
  {
    name: "unsortedSegmentSum of a vector",
    fn: ({ x, segments }) => tf.unsortedSegmentSum(x, segments as tf.Tensor1D, 4),
    inputs: { x: normals([5]), segments: ints(2, 0, 2, 1, 0) },
  },
  {
    name: "unsortedSegmentSum of rows",
    fn: ({ x, segments }) => tf.unsortedSegmentSum(x, segments as tf.Tensor1D, 3),
    inputs: { x: normals([5, 2, 2]), segments: ints(2, 0, 2, 1, 0) },
  },
  {
    name: "unsortedSegmentSum of integers",
    fn: ({ x, segments }) => tf.unsortedSegmentSum(x, segments as tf.Tensor1D, 3),
    // The cpu backend makes floats of them.
    eager: ({ x, segments }) => tf.unsortedSegmentSum(x, segments as tf.Tensor1D, 3).toInt(),
    inputs: { x: integers([5, 2], 9), segments: ints(2, 0, 2, 1, 0) },
    gradient: false,
  },
  {
    name: "oneHot",
    fn: ({ x }) => tf.oneHot(x, 4),
    inputs: { x: ints(0, 3, 1) },
    gradient: false,
  },
  {
    name: "oneHot of a matrix, with numbers outside",
    fn: ({ x }) => tf.oneHot(x, 3, 5, -1),
    inputs: { x: integers([2, 3], 6, -1) },
    gradient: false,
  },
  {
    name: "oneHot in floats",
    fn: ({ x, y }) => tf.mul(tf.oneHot(x, 4, 1.5, 0.5, "float32"), y),
    inputs: { x: ints(0, 3, 1), y: normals([3, 4]) },
  },
];
