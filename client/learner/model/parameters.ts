import * as tf from "@tensorflow/tfjs-core";
import type { Rng } from "../../../envs/index.js";
import { type NdArray, sizeOf } from "../../jit/nd-array.js";

/** One weight or bias of a network. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether the first axis is representatives, so that only representative j uses row j. Otherwise all share it. */
  readonly ownRows?: boolean;
  /** Initial values, row-major. */
  readonly initialize: (rng: Rng) => Float32Array;
}

/** A network's parameters, in their order in its flat vector θ [P]. */
export type ParameterLayout = readonly ParameterSpec[];

/** Parameters by name. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** @returns θ, [P] */
export function initializeParameters(layout: ParameterLayout, rng: Rng): Float32Array {
  return Float32Array.from(layout.flatMap((parameter) => [...parameter.initialize(rng)]));
}

/**
 * Views of θ as parameters; gradients flow back into θ.
 * @param theta - [P]
 */
export function unflatten(theta: tf.Tensor1D, layout: ParameterLayout): Parameters {
  const pieces = tf.split(
    theta,
    layout.map(({ shape }) => sizeOf(shape)),
  );
  return Object.fromEntries(layout.map(({ name, shape }, i) => [name, tf.reshape(pieces[i], [...shape])]));
}

/**
 * Like `unflatten`, but on arrays instead of tensors.
 * @param theta - [P]
 */
export function parameterArrays(
  theta: Float32Array,
  layout: ParameterLayout,
): Readonly<Record<string, NdArray>> {
  let offset = 0;
  return Object.fromEntries(
    layout.map(({ name, shape }) => {
      const data = theta.subarray(offset, (offset += sizeOf(shape)));
      return [name, { shape, data }];
    }),
  );
}

/** A parameter with a separate row for each representative on its first axis. */
export function ownParameter(parameter: ParameterSpec): ParameterSpec {
  return { ...parameter, ownRows: true };
}

/**
 * Copies one representative's own rows to another; shared parameters stay as they are.
 * @param numbers - [P]: θ, or as many numbers that belong to it, such as Adam's moments
 */
export function copyOwnParameters(
  numbers: Float32Array,
  layout: ParameterLayout,
  from: number,
  to: number,
): Float32Array {
  const copy = numbers.slice();
  let offset = 0;
  for (const { shape, ownRows } of layout) {
    const size = sizeOf(shape.slice(1));
    if (ownRows) copy.copyWithin(offset + to * size, offset + from * size, offset + (from + 1) * size);
    offset += sizeOf(shape);
  }
  return copy;
}

export function constantParameter(name: string, shape: readonly number[], value: number): ParameterSpec {
  return { name, shape, initialize: () => new Float32Array(sizeOf(shape)).fill(value) };
}

/** Matrices [..., rows, columns]: each is orthogonal (Saxe et al. 2014), times the gain. */
export function orthogonalParameter(name: string, shape: readonly number[], gain: number): ParameterSpec {
  const [rows, columns] = shape.slice(-2);
  const matrices = sizeOf(shape) / (rows * columns);
  const initialize = (rng: Rng) =>
    Float32Array.from(
      Array.from({ length: matrices }, () => orthogonal(rows, columns, rng)).flat(),
      (x) => gain * x,
    );
  return { name, shape, initialize };
}

/** A random matrix with orthonormal rows or columns, whichever are fewer, row-major. */
function orthogonal(rows: number, columns: number, rng: Rng): number[] {
  const [few, many] = rows < columns ? [rows, columns] : [columns, rows];
  const vectors: number[][] = [];
  while (vectors.length < few) {
    const vector = Array.from({ length: many }, () => rng.normal());
    for (const other of vectors) subtractProjection(vector, other);
    const norm = Math.hypot(...vector);
    vectors.push(vector.map((x) => x / norm));
  }
  const entry = (r: number, c: number) => (rows < columns ? vectors[r][c] : vectors[c][r]);
  return Array.from({ length: rows * columns }, (_, i) => entry(Math.floor(i / columns), i % columns));
}

/** @param unit - of length 1 */
function subtractProjection(vector: number[], unit: readonly number[]): void {
  const dot = vector.reduce((sum, x, i) => sum + x * unit[i], 0);
  unit.forEach((x, i) => {
    vector[i] -= dot * x;
  });
}
