import { expect } from "vitest";
import { type NdArray, sizeOf } from "../../../../client/jit/nd-array.js";
import { createRng } from "../../../../envs/rng.js";

/** Standard normal numbers; every name and shape has its own. */
export function normals(shape: readonly number[], name = "x"): NdArray {
  const rng = createRng(1, `${name} ${shape}`);
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, rng.normal) };
}

/** Numbers from 0.5 on. */
export function positives(shape: readonly number[], name = "x"): NdArray {
  return { shape, data: normals(shape, name).data.map((entry) => Math.abs(entry) + 0.5) };
}

/** Whole numbers 0 … n − 1, moved by `from`. */
export function integers(shape: readonly number[], n: number, from = 0, name = "x"): NdArray {
  const rng = createRng(1, `${name} ${shape}`);
  return { shape, data: Int32Array.from({ length: sizeOf(shape) }, () => from + rng.integer(n)) };
}

/** A vector of these numbers. */
export function floats(...entries: number[]): NdArray {
  return { shape: [entries.length], data: Float32Array.from(entries) };
}

/** A vector of these whole numbers. */
export function ints(...entries: number[]): NdArray {
  return { shape: [entries.length], data: Int32Array.from(entries) };
}

export function scalar(entry: number): NdArray {
  return { shape: [], data: Float32Array.of(entry) };
}

/** Expects a shape, a type of numbers and, of the largest of them, a relative difference below a bound. */
export function expectClose(actual: NdArray, expected: NdArray, bound = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  expect(actual.data.constructor.name).toBe(expected.data.constructor.name);
  expect(relativeDifference(actual.data, expected.data)).toBeLessThan(bound);
}

function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const pairs = Array.from(expected, (entry, i) => [actual[i], entry]);
  const scale = Math.max(1e-30, ...pairs.map(([, b]) => Math.abs(b)).filter(Number.isFinite));
  return Math.max(0, ...pairs.map(([a, b]) => (Object.is(a, b) ? 0 : Math.abs(a - b) / scale)));
}
