import * as tf from "@tensorflow/tfjs-core";
import { integers, normals } from "../support/arrays.js";
import { type KernelCase, numbered, type Unary } from "../support/kernel-case.js";

/** Functions of a tensor of that shape. */
const OF_ONE: readonly (readonly [name: string, shape: number[], fn: Unary])[] = [
  ["reshape to fewer axes", [2, 3, 4], (x) => tf.reshape(x, [6, 4])],
  ["reshape to a length left open", [2, 3, 4], (x) => tf.reshape(x, [2, -1])],
  ["reshape of a scalar", [], (x) => tf.reshape(x, [1, 1])],
  ["flatten", [2, 1, 3], (x) => tf.reshape(x, [-1])],
  ["squeeze", [2, 1, 3, 1], (x) => tf.squeeze(x, [1])],
  ["expandDims in front", [2, 3], (x) => tf.expandDims(x)],
  ["expandDims at the end", [2, 3], (x) => tf.expandDims(x, -1)],
  ["expandDims in between", [2, 3], (x) => tf.expandDims(x, -2)],
  ["a reshape of a reshape", [2, 3, 4], (x) => tf.reshape(tf.reshape(x, [6, 4]), [3, 8])],
  ["a reshape and back", [2, 3, 4], (x) => tf.reshape(tf.reshape(x, [6, 4]), [2, 3, 4])],
  ["abs of a reshape, reshaped", [6, 4], (x) => tf.reshape(tf.abs(tf.reshape(x, [2, 3, 4])), [24])],
  ["a reshape plus a vector", [6, 4], (x) => tf.add(tf.reshape(x, [2, 3, 4]), [1, 2, 3, 4])],
  ["a reshape plus a vector in front", [6, 4], (x) => tf.sub([1, 2, 3, 4], tf.reshape(x, [2, 3, 4]))],
  ["a flattened matrix plus a vector", [2, 3], (x) => tf.add(tf.reshape(x, [6]), [1, 2, 3, 4, 5, 6])],
  ["a reshape plus what varies", [6, 4], (x) => tf.add(tf.reshape(x, [2, 3, 4]), tf.ones([2, 1, 4]))],
  ["a reshape that broadcasts", [4], (x) => tf.add(tf.reshape(x, [1, 4]), tf.ones([3, 4]))],
  ["a reshape minus itself reshaped", [6, 4], (x) => tf.sub(tf.reshape(x, [4, 6]), tf.reshape(x, [4, 6]))],
  ["a reshape of a constant", [2, 3], (x) => tf.add(x, tf.reshape(tf.tensor([1, 2, 3]), [1, 3]))],
  ["transpose of a vector", [3], (x) => tf.transpose(x)],
  ["transpose of a matrix", [2, 3], (x) => tf.transpose(x)],
  ["transpose of three axes", [2, 3, 4], (x) => tf.transpose(x, [2, 0, 1])],
  ["transpose of four axes", [2, 3, 4, 2], (x) => tf.transpose(x, [3, 1, 0, 2])],
  ["broadcastTo more axes", [3, 1], (x) => tf.broadcastTo(x, [2, 3, 4])],
  ["broadcastTo of a scalar", [], (x) => tf.broadcastTo(x, [2, 3])],
  ["tile of a vector", [3], (x) => tf.tile(x, [2])],
  ["tile that broadcasts", [1, 3], (x) => tf.tile(x, [4, 1])],
  ["tile of two axes", [2, 3], (x) => tf.tile(x, [2, 3])],
  ["tile of four axes", [1, 2, 2, 3], (x) => tf.tile(x, [2, 1, 2, 1])],
  ["slice of a vector", [6], (x) => tf.slice(x, [2], [3])],
  ["slice of a whole", [2, 3], (x) => tf.slice(x, [0, 0], [2, 3])],
  ["slice to the end", [4, 5], (x) => tf.slice(x, [1, 2], [-1, 2])],
  ["slice of the first axes", [4, 3, 2], (x) => tf.slice(x, 1, 2)],
  ["slice of four axes", [2, 3, 4, 2], (x) => tf.slice(x, [1, 0, 1, 1], [1, 2, 3, 1])],
  ["pad of a vector", [3], (x) => tf.pad(x, [[1, 2]])],
  // biome-ignore format: one case a line.
  ["pad with a number", [2, 3], (x) => tf.pad(x, [[1, 0], [0, 2]], 7)],
  // biome-ignore format: one case a line.
  ["pad of four axes", [1, 2, 2, 1], (x) => tf.pad(x, [[1, 1], [0, 1], [0, 0], [2, 0]])],
];

const inputsFor = (shape: number[]) => [
  { sort: "floats", inputs: { x: normals(shape) }, gradient: undefined },
  { sort: "integers", inputs: { x: integers(shape, 9, -4) }, gradient: false as const },
];

const ofOne = OF_ONE.flatMap(([name, shape, fn]) =>
  inputsFor(shape).map(({ sort, inputs, gradient }): KernelCase => {
    return { name: `${name}, ${sort} [${shape}]`, fn: ({ x }) => fn(x), inputs, gradient };
  }),
);

/** Functions of a matrix that give several tensors. */
const TO_SEVERAL: readonly (readonly [string, (x: tf.Tensor) => tf.Tensor[]])[] = [
  ["unstack rows", (x) => tf.unstack(x)],
  ["unstack columns", (x) => tf.unstack(x, -1)],
  ["split evenly", (x) => tf.split(x, 2)],
  ["split evenly at the last axis", (x) => tf.split(x, 3, -1)],
  ["split by sizes", (x) => tf.split(x, [1, 3], 0)],
  ["split with a size left open", (x) => tf.split(x, [1, -1], 1)],
];

const toSeveral = TO_SEVERAL.flatMap(([name, fn]) =>
  inputsFor([4, 3]).map(({ sort, inputs, gradient }): KernelCase => {
    return { name: `${name}, ${sort}`, fn: ({ x }) => numbered(fn(x)), inputs, gradient };
  }),
);

const pairs: readonly (readonly [string, number[], number[], (list: tf.Tensor[]) => tf.Tensor])[] = [
  ["concat of vectors", [2], [3], (list) => tf.concat(list)],
  ["concat of rows", [2, 3], [1, 3], (list) => tf.concat(list)],
  ["concat of columns", [2, 3], [2, 1], (list) => tf.concat(list, -1)],
  ["concat with nothing", [2, 3], [0, 3], (list) => tf.concat(list)],
  ["concat of four axes", [2, 1, 3, 2], [2, 4, 3, 2], (list) => tf.concat(list, 1)],
  ["stack of scalars", [], [], (list) => tf.stack(list)],
  ["stack of matrices", [2, 3], [2, 3], (list) => tf.stack(list)],
  ["stack at the last axis", [2, 3], [2, 3], (list) => tf.stack(list, -1)],
  ["stack in between", [2, 3], [2, 3], (list) => tf.stack(list, 1)],
];

const ofTwo = pairs.flatMap(([name, a, b, fn]): KernelCase[] => [
  {
    name: `${name}, floats`,
    fn: (given) => fn([given.a, given.b]),
    inputs: { a: normals(a, "a"), b: normals(b, "b") },
  },
  {
    name: `${name}, integers`,
    fn: (given) => fn([given.a, given.b, given.a]),
    inputs: { a: integers(a, 9, -4, "a"), b: integers(b, 9, -4, "b") },
    gradient: false,
  },
]);

/** Kernels that move numbers about. */
export const SHAPE_CASES: readonly KernelCase[] = [
  ...ofOne,
  ...toSeveral,
  ...ofTwo,
  {
    name: "unstack and split in one, which have no gradient",
    fn: ({ x }) => ({ unstacked: tf.unstack(x)[0], split: tf.split(x, 1)[0] }),
    inputs: { x: normals([1, 3]) },
    gradient: false,
  },
  {
    name: "the kernel BroadcastTo",
    fn: ({ x }) => tf.engine().runKernel(tf.BroadcastTo, { x }, { shape: [2, 3] }) as tf.Tensor,
    eager: ({ x }) => tf.broadcastTo(x, [2, 3]),
    inputs: { x: normals([3]) },
    gradient: false,
  },
  {
    name: "arrays of no numbers",
    fn: ({ x }) => ({ reshaped: tf.reshape(x, [0, 3]), joined: tf.concat([x, x], 1), sum: tf.sum(x, 1) }),
    inputs: { x: normals([2, 0]) },
    gradient: false,
  },
  {
    name: "reshapes with an axis of length 0",
    fn: ({ x }) => tf.concat([tf.reshape(tf.slice(x, [0, 3], [2, 0]), [0, 2]), tf.slice(x, 0, [2, 2])]),
    inputs: { x: normals([2, 3]) },
    gradient: false,
  },
];
