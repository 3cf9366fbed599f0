import * as tf from "@tensorflow/tfjs-core";
import { floats, integers, ints, normals } from "../support/arrays.js";
import type { KernelCase } from "../support/kernel-case.js";

const NAN = Number.NaN;

/** Kernels that choose between numbers, and what they do at ties, at NaN and between types. */
export const CHOICE_CASES: readonly KernelCase[] = [
  {
    name: "where, all broadcast",
    fn: ({ x, y }) => tf.where(tf.greater(x, 0), x, y),
    inputs: { x: normals([2, 1, 3]), y: normals([4, 1], "y") },
    gradient: false,
  },
  {
    name: "where of one shape",
    fn: ({ condition, x, y }) => tf.where(tf.greater(condition, 0), x, y),
    inputs: { condition: integers([2, 3], 5, -2), x: normals([2, 3]), y: normals([2, 3], "y") },
  },
  {
    name: "where of integers",
    fn: ({ x, y }) => tf.where(tf.greater(x, 0), x, y),
    inputs: { x: integers([2, 3], 5, -2), y: ints(7, 8, 9) },
    gradient: false,
  },
  {
    name: "where between types",
    fn: ({ x, y }) => tf.where(tf.greater(x, 0), x, y),
    inputs: { x: integers([2, 3], 5, -2), y: normals([3], "y") },
    gradient: false,
  },
  {
    name: "where of bools",
    fn: ({ x }) => tf.where(tf.greater(x, 0), tf.less(x, 1), tf.less(x, -1)),
    inputs: { x: normals([2, 3]) },
    gradient: false,
  },
  {
    name: "select of rows",
    fn: ({ x, y }) =>
      tf.engine().runKernel(tf.Select, { condition: tf.greater(x.flatten(), 0), t: y, e: tf.neg(y) }),
    // The cpu backend has it wrong.
    eager: ({ x, y }) => tf.where(tf.greater(x.reshape([4, 1]), 0), y, tf.neg(y)),
    inputs: { x: normals([4]), y: normals([4, 2], "y") },
    gradient: false,
  },
  {
    name: "maximum and minimum at ties",
    fn: ({ x, y }) => ({ most: tf.maximum(x, y), least: tf.minimum(x, y) }),
    inputs: { x: floats(1, 2, 3), y: floats(1, 3, 3) },
  },
  {
    name: "maximum and minimum with NaN",
    fn: ({ x, y }) => ({ most: tf.maximum(x, y), least: tf.minimum(x, y) }),
    inputs: { x: floats(NAN, 1, NAN), y: floats(1, NAN, NAN) },
    gradient: false,
  },
  {
    name: "relu with NaN",
    fn: ({ x }) => tf.relu(x),
    inputs: { x: floats(NAN, -1, 2) },
    gradient: false,
  },
  {
    name: "clipByValue with NaN, at bounds and without one",
    fn: ({ x }) => ({
      both: tf.clipByValue(x, -1, 1),
      above: tf.clipByValue(x, Number.NEGATIVE_INFINITY, 1),
    }),
    inputs: { x: floats(NAN, -1, 1, 5, -5) },
  },
  {
    name: "clipByValue of integers without a bound",
    fn: ({ x }) => ({
      above: tf.clipByValue(x, Number.NEGATIVE_INFINITY, 1),
      below: tf.clipByValue(x, -1, Number.POSITIVE_INFINITY),
    }),
    inputs: { x: integers([6], 9, -4) },
    gradient: false,
  },
  {
    name: "pow of negative numbers",
    fn: ({ x, y }) => tf.pow(x, y),
    inputs: { x: floats(-2, -2, -2, 0, 0), y: floats(2, 3, 0.5, 0, 2) },
    gradient: false,
  },
  {
    name: "gradient of pow of negative numbers",
    fn: ({ x }) => tf.pow(x, tf.scalar(3)),
    inputs: { x: floats(-2, -0.5, 0, 1) },
  },
  {
    name: "addN",
    fn: ({ x, y }) => tf.addN([x, y, x, tf.square(y)]),
    inputs: { x: normals([2, 3]), y: normals([2, 3], "y") },
  },
  {
    name: "addN of integers",
    fn: ({ x }) => tf.addN([x, x, x]),
    inputs: { x: integers([2, 3], 5, -2) },
    gradient: false,
  },
  {
    name: "step of integers",
    fn: ({ x }) => tf.step(x),
    inputs: { x: integers([6], 5, -2) },
    gradient: false,
  },
  {
    name: "operators after broadcasting",
    fn: ({ x, y }) => tf.mul(tf.exp(tf.broadcastTo(x, [4, 3, 2])), tf.add(tf.tile(y, [1, 3, 1]), 1)),
    inputs: { x: normals([3, 1]), y: normals([4, 1, 2], "y") },
  },
];
