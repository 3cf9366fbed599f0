import * as tf from "@tensorflow/tfjs-core";
import { floats, integers, ints, normals } from "../support/arrays.js";
import type { KernelCase } from "../support/kernel-case.js";

const RANGES: readonly (readonly [number, number, number?, ("float32" | "int32")?])[] = [
  [0, 5],
  [2, 9, 3],
  [5, 0],
  [5, 0, -2],
  [0, 1, 0.25],
  [0, 4, 1, "int32"],
  [9, 0, -4, "int32"],
  [3, 3],
  [0, 3, -1],
];

const ranges = RANGES.map(([start, stop, step, dtype]): KernelCase => {
  return {
    name: `range from ${start} to ${stop} by ${step ?? "nothing"} in ${dtype ?? "nothing"}`,
    fn: ({ x }) => tf.concat([tf.range(start, stop, step, dtype), x]),
    inputs: { x: dtype === "int32" ? ints(1) : floats(1) },
    gradient: false,
  };
});

/** Kernels that make numbers of none, or of another type. */
export const CONSTANT_CASES: readonly KernelCase[] = [
  ...ranges,
  {
    name: "fill",
    fn: ({ x }) => ({ number: tf.fill([2, 3], 1.5), bool: tf.where(tf.fill([3], 1, "bool"), x, 0) }),
    inputs: { x: normals([3]) },
  },
  {
    name: "fill with integers",
    fn: ({ x }) => tf.add(tf.fill([2, 3], 7, "int32"), x),
    inputs: { x: ints(1, 2, 3) },
    gradient: false,
  },
  {
    name: "zeros, ones and eye",
    fn: ({ x }) => tf.stack([tf.zeros([2, 2]), tf.ones([2, 2]), tf.eye(2), x]),
    inputs: { x: normals([2, 2]) },
  },
  {
    name: "cast of floats",
    fn: ({ x }) => ({ int32: tf.cast(x, "int32"), bool: tf.cast(x, "bool"), float32: tf.cast(x, "float32") }),
    inputs: { x: floats(-1.7, -0.2, 0, 0.5, 2.9) },
    gradient: false,
  },
  {
    name: "cast of integers",
    fn: ({ x }) => ({ float32: tf.cast(x, "float32"), bool: tf.cast(x, "bool") }),
    inputs: { x: integers([6], 5, -2) },
    gradient: false,
  },
  {
    name: "cast of bools",
    fn: ({ x }) => ({
      float32: tf.cast(tf.greater(x, 0), "float32"),
      int32: tf.cast(tf.greater(x, 0), "int32"),
    }),
    inputs: { x: normals([2, 3]) },
    gradient: false,
  },
  {
    name: "gradient through a cast",
    fn: ({ x }) => tf.mul(tf.cast(tf.cast(x, "float32"), "float32"), tf.step(x)),
    inputs: { x: normals([2, 3]) },
  },
  {
    name: "arithmetic between types",
    fn: ({ x, y }) => ({ product: tf.mul(x, y), sum: tf.add(tf.greater(x, 0), y) }),
    inputs: { x: normals([2, 3]), y: integers([3], 5) },
    gradient: false,
  },
];
