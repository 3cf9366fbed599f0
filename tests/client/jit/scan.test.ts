import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { NdArray } from "../../../client/jit/nd-array.js";
import { scan } from "../../../client/jit/scan.js";
import { floats, ints, scalar } from "./support/arrays.js";

type Step = {
  readonly carry: { readonly sum: tf.Tensor };
  readonly x: { readonly row: tf.Tensor };
  readonly shared: Readonly<Record<string, tf.Tensor>>;
};

beforeAll(async () => {
  await tf.setBackend("cpu");
});

function runningSum({ carry, x }: Step) {
  const sum = tf.add(carry.sum, x.row);
  return { carry: { sum }, y: { sum, row: tf.neg(x.row) } };
}

const rows = (shape: number[], ...entries: number[]): NdArray => ({
  shape,
  data: Float32Array.from(entries),
});

describe("a running sum", () => {
  test("goes from the first row to the last", async () => {
    const result = await scan(runningSum)({
      carry: { sum: scalar(10) },
      x: { row: floats(1, 2, 3) },
      shared: {},
    });
    expect(result).toEqual({
      carry: { sum: scalar(16) },
      y: { sum: floats(11, 13, 16), row: floats(-1, -2, -3) },
    });
  });

  test("goes from the last row to the first", async () => {
    const backwards = scan(runningSum, { reverse: true });
    const result = await backwards({ carry: { sum: scalar(10) }, x: { row: floats(1, 2, 3) }, shared: {} });
    expect(result).toEqual({
      carry: { sum: scalar(16) },
      y: { sum: floats(16, 15, 13), row: floats(-1, -2, -3) },
    });
  });

  test("of rows of several numbers", async () => {
    const x = { row: rows([3, 2], 1, 2, 3, 4, 5, 6) };
    const result = await scan(runningSum)({ carry: { sum: floats(0, 0) }, x, shared: {} });
    expect(result.carry).toEqual({ sum: floats(9, 12) });
    expect(result.y.sum).toEqual(rows([3, 2], 1, 2, 4, 6, 9, 12));
  });

  test("of one row", async () => {
    const result = await scan(runningSum)({ carry: { sum: scalar(1) }, x: { row: floats(2) }, shared: {} });
    expect(result).toEqual({ carry: { sum: scalar(3) }, y: { sum: floats(3), row: floats(-2) } });
  });

  test("of other lengths is traced again, and calls leave no tensors", async () => {
    const before = tf.memory().numTensors;
    const sum = scan(runningSum);
    const first = await sum({ carry: { sum: scalar(0) }, x: { row: floats(1, 2) }, shared: {} });
    const second = await sum({ carry: first.carry, x: { row: floats(3, 4, 5) }, shared: {} });
    expect([first.carry.sum, second.carry.sum]).toEqual([scalar(3), scalar(15)]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("what is carried", () => {
  test("may pass through unchanged, and be y", async () => {
    const step = ({ carry, x }: Step) => ({
      carry,
      y: { carried: carry.sum, sum: tf.add(carry.sum, x.row) },
    });
    const result = await scan(step)({ carry: { sum: scalar(5) }, x: { row: floats(1, 2) }, shared: {} });
    expect(result).toEqual({ carry: { sum: scalar(5) }, y: { carried: floats(5, 5), sum: floats(6, 7) } });
  });

  test("may be the row, with what was carried as y", async () => {
    const step = ({ carry, x }: Step) => ({ carry: { sum: x.row }, y: { before: carry.sum } });
    const result = await scan(step)({ carry: { sum: scalar(5) }, x: { row: floats(1, 2, 3) }, shared: {} });
    expect(result).toEqual({ carry: { sum: scalar(3) }, y: { before: floats(5, 1, 2) } });
  });

  test("may be nested, exchange places, and be a constant", async () => {
    type Nested = { a: { b: tf.Tensor; c: tf.Tensor }; d: tf.Tensor };
    const step = ({ carry: { a, d }, x }: { carry: Nested; x: tf.Tensor; shared: Step["shared"] }) => ({
      carry: { a: { b: a.c, c: a.b }, d: tf.scalar(7) },
      y: { d: tf.add(d, x) },
    });
    const carry = { a: { b: scalar(1), c: scalar(2) }, d: scalar(0) };
    const result = await scan(step)({ carry, x: floats(10, 20, 30), shared: {} });
    expect(result).toEqual({
      carry: { a: { b: scalar(2), c: scalar(1) }, d: scalar(7) },
      y: { d: floats(10, 27, 37) },
    });
  });

  test("may be whole numbers", async () => {
    const step = ({ carry, x }: Step) => ({ carry: { sum: tf.add(carry.sum, x.row) }, y: {} });
    const sum = { shape: [], data: Int32Array.of(1) };
    const result = await scan(step)({ carry: { sum }, x: { row: ints(2, 3) }, shared: {} });
    expect(result.carry.sum).toEqual({ shape: [], data: Int32Array.of(6) });
  });
});

describe("what is shared", () => {
  const carry = { sum: scalar(0) };

  test("is read at every step, or not at all", async () => {
    const step = ({ carry, x, shared }: Step) => {
      const sum = tf.add(carry.sum, tf.mul(x.row, shared.factor));
      return { carry: { sum }, y: { factor: shared.factor } };
    };
    const shared = { factor: scalar(2), unused: floats(1, 2, 3) };
    const result = await scan(step)({ carry, x: { row: floats(1, 2) }, shared });
    expect(result).toEqual({ carry: { sum: scalar(6) }, y: { factor: floats(2, 2) } });
  });

  test("is gathered from by rows of indices", async () => {
    const step = ({ carry, x, shared }: Step) => {
      const chosen = tf.gather(shared.table, x.row as tf.Tensor1D);
      return { carry: { sum: tf.add(carry.sum, tf.sum(chosen)) }, y: { chosen } };
    };
    const row = { shape: [2, 2], data: Int32Array.of(0, 2, 1, 1) };
    const result = await scan(step)({ carry, x: { row }, shared: { table: floats(10, 20, 30) } });
    expect(result).toEqual({ carry: { sum: scalar(80) }, y: { chosen: rows([2, 2], 10, 30, 20, 20) } });
  });

  test("may come from outside, as constants", async () => {
    const captured = tf.scalar(3);
    const step = ({ carry, x }: Step) => ({
      carry: { sum: tf.add(carry.sum, tf.mul(x.row, captured)) },
      y: {},
    });
    const result = await scan(step)({ carry, x: { row: floats(1, 2) }, shared: {} });
    expect(result.carry).toEqual({ sum: scalar(9) });
    captured.dispose();
  });
});
