import * as tf from "@tensorflow/tfjs-core";
import { floats, integers, normals, positives } from "../support/arrays.js";
import type { KernelCase, Unary } from "../support/kernel-case.js";

const SHAPES = [[], [6], [2, 3], [2, 3, 2], [2, 1, 3, 2]];

/** Defined everywhere. */
const SMOOTH: Readonly<Record<string, Unary>> = {
  abs: tf.abs,
  cos: tf.cos,
  elu: tf.elu,
  erf: tf.erf,
  exp: tf.exp,
  expm1: tf.expm1,
  floor: tf.floor,
  neg: tf.neg,
  relu: tf.relu,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  sin: tf.sin,
  softplus: tf.softplus,
  square: tf.square,
  step: (x) => tf.step(x, 0.3),
  tanh: tf.tanh,
  clipByValue: (x) => tf.clipByValue(x, -0.5, 0.7),
  zerosLike: (x) => tf.add(x, tf.zerosLike(x)),
  onesLike: (x) => tf.add(x, tf.onesLike(x)),
  identity: (x) => tf.clone(x),
};

const OF_POSITIVES: Readonly<Record<string, Unary>> = {
  log: tf.log,
  log1p: tf.log1p,
  reciprocal: tf.reciprocal,
  rsqrt: tf.rsqrt,
  sqrt: tf.sqrt,
};

const OF_INTEGERS: Readonly<Record<string, Unary>> = {
  abs: tf.abs,
  clipByValue: (x) => tf.clipByValue(x, -2, 1),
  identity: (x) => tf.clone(x),
  neg: tf.neg,
  onesLike: (x) => tf.onesLike(x),
  relu: tf.relu,
  sign: tf.sign,
  square: tf.square,
  zerosLike: (x) => tf.zerosLike(x),
};

/** Where a formula that is naive loses its digits or overflows. */
const EXTREMES: Readonly<Record<string, readonly [Unary, ...number[]]>> = {
  "elu far from zero": [tf.elu, -100, -20, 20, 100],
  "expm1 near zero": [tf.expm1, 1e-6, -1e-6, 3e-7],
  "expm1 far from zero": [tf.expm1, -100, -20, 20, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  "log1p near zero": [tf.log1p, 1e-6, -1e-6, 3e-7, 0],
  "log1p far from zero": [tf.log1p, -0.999, 1e6, 1e20, Number.POSITIVE_INFINITY, -1],
  "sigmoid far from zero": [tf.sigmoid, -80, -20, 20, 100],
  "softplus below zero": [tf.softplus, -80, -60, -40],
  "softplus far from zero": [tf.softplus, -100, -20, 20, 100],
  "tanh far from zero": [tf.tanh, -100, -20, 20, 100],
  "tanh near zero": [tf.tanh, 1e-6, -1e-6, 3e-7],
};

function table(kernels: Readonly<Record<string, Unary>>, inputOf: (shape: number[]) => KernelCase["inputs"]) {
  return Object.entries(kernels).flatMap(([name, kernel]) =>
    SHAPES.map((shape): KernelCase => {
      return { name: `${name} of [${shape}]`, fn: ({ x }) => kernel(x), inputs: inputOf(shape) };
    }),
  );
}

/** Kernels of one input that work number by number. */
export const UNARY_CASES: readonly KernelCase[] = [
  ...table(SMOOTH, (shape) => ({ x: normals(shape) })),
  ...table(OF_POSITIVES, (shape) => ({ x: positives(shape) })),
  ...table(OF_INTEGERS, (shape) => ({ x: integers(shape, 7, -3) })).map((entry): KernelCase => {
    return { ...entry, name: `${entry.name} integers`, gradient: false };
  }),
  ...Object.entries(EXTREMES).map(([name, [kernel, ...entries]]): KernelCase => {
    return { name, fn: ({ x }) => kernel(x), inputs: { x: floats(...entries) }, gradient: false };
  }),
  {
    name: "logicalNot",
    fn: ({ x }) => tf.logicalNot(tf.greater(x, 0)),
    inputs: { x: normals([2, 3]) },
    gradient: false,
  },
];
