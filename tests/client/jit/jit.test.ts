import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { jit } from "../../../client/jit/jit.js";
import type { Arrays, Tensors } from "../../../client/jit/nd-array.js";
import { floats, ints, normals, scalar } from "./support/arrays.js";

type X = { readonly x: tf.Tensor };

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** @returns the function's first output's numbers */
async function run<I extends Tensors>(fn: (inputs: I) => tf.Tensor, inputs: Arrays<I>): Promise<number[]> {
  const { y } = await jit((given: I) => ({ y: fn(given) }))(inputs);
  return Array.from(y.data);
}

describe("tracing happens", () => {
  test("once for a shape and once for a type", async () => {
    let calls = 0;
    const double = jit(({ x }: X) => {
      calls++;
      return { y: tf.add(x, x) };
    });
    const results = [floats(1, 2), floats(3, 4), floats(1, 2, 3), floats(5, 6), ints(1, 2)];
    const sums = [];
    for (const x of results) sums.push(Array.from((await double({ x })).y.data));
    expect(sums).toEqual([[2, 4], [6, 8], [2, 4, 6], [10, 12], [2, 4]]); // biome-ignore format: one line
    expect(calls).toBe(3);
  });

  test("once, if calls do not wait for each other", async () => {
    let calls = 0;
    const square = jit(({ x }: X) => {
      calls++;
      return { y: tf.square(x) };
    });
    const results = await Promise.all([square({ x: floats(1, 2) }), square({ x: floats(3, 4) })]);
    expect(results.map(({ y }) => [...y.data])).toEqual([[1, 4], [9, 16]]); // biome-ignore format: one line
    expect(calls).toBe(1);
  });

  test("not again after an error, which every call gives", async () => {
    const fails = jit(({ x }: X) => ({ y: tf.cumsum(x) }));
    await expect(fails({ x: floats(1) })).rejects.toThrow("Kernel 'Cumsum' not registered");
    await expect(fails({ x: floats(1) })).rejects.toThrow("Kernel 'Cumsum' not registered");
  });
});

describe("inputs and outputs", () => {
  test("are trees", async () => {
    const fn = jit(({ a, b }: { a: { x: tf.Tensor; y: tf.Tensor }; b: tf.Tensor }) => ({
      sums: { left: tf.add(a.x, b), right: tf.add(a.y, b) },
      product: tf.mul(a.x, a.y),
    }));
    const inputs = { a: { x: floats(1, 2), y: floats(3, 4) }, b: scalar(10) };
    expect(await fn(inputs)).toEqual({
      sums: { left: floats(11, 12), right: floats(13, 14) },
      product: floats(3, 8),
    });
  });

  test("may be a bare tensor that comes out", async () => {
    expect(await jit(({ x }: X) => tf.add(x, 1))({ x: floats(1, 2) })).toEqual(floats(2, 3));
  });

  test("may have the names that a graph gives itself", async () => {
    const fn = jit(({ v0, v1 }: { v0: tf.Tensor; v1: tf.Tensor }) => ({ v0: tf.sub(tf.mul(v0, 2), v1) }));
    expect(await fn({ v0: floats(1, 2), v1: floats(10, 20) })).toEqual({ v0: floats(-8, -16) });
  });

  test("may be unused, be outputs, be twice outputs", async () => {
    const fn = jit(({ x, y }: { x: tf.Tensor; y: tf.Tensor; unused: tf.Tensor }) => {
      const sum = tf.add(x, y);
      return { x, again: x, sum, same: sum };
    });
    const inputs = { x: floats(1, 2), y: floats(3, 4), unused: floats(5) };
    const sum = floats(4, 6);
    expect(await fn(inputs)).toEqual({ x: inputs.x, again: inputs.x, sum, same: sum });
  });

  test("may be scalars", async () => {
    expect(await jit(({ x }: X) => ({ y: tf.exp(x) }))({ x: scalar(0) })).toEqual({ y: scalar(1) });
  });

  test("may be whole numbers", async () => {
    expect(await jit(({ x }: X) => ({ y: tf.mul(x, x) }))({ x: ints(3, -4) })).toEqual({ y: ints(9, 16) });
  });

  test("may not be needed at all", async () => {
    expect(await jit((_: X) => ({ y: tf.tensor([1, 2]) }))({ x: floats(1) })).toEqual({ y: floats(1, 2) });
  });

  test("must have the elements that their shape says", async () => {
    const wrong = { shape: [2, 3], data: new Float32Array(5) };
    const fn = jit(({ x }: X) => ({ y: tf.neg(x) }));
    await expect(fn({ x: wrong })).rejects.toThrow("expected 6 elements, got 5");
  });
});

describe("tensors from outside", () => {
  test("become constants and stay as they were", async () => {
    const captured = tf.tensor([1, 2, 3]);
    expect(await run(({ x }: X) => tf.mul(x, captured), { x: floats(2, 2, 2) })).toEqual([2, 4, 6]);
    expect(captured.arraySync()).toEqual([1, 2, 3]);
    expect(tf.tidy(() => tf.add(captured, 1).arraySync())).toEqual([2, 3, 4]);
    expect(await run(({ x }: X) => tf.add(x, captured), { x: floats(2, 2, 2) })).toEqual([3, 4, 5]);
    captured.dispose();
  });

  test("may be outputs", async () => {
    const captured = tf.tensor([1, 2], [2], "int32");
    expect(await run((_: X) => captured, { x: floats(1) })).toEqual([1, 2]);
    captured.dispose();
  });
});

describe("memory", () => {
  test("of tensors is none", async () => {
    const fn = jit(({ x }: X) => ({ y: tf.softmax(tf.square(x)) }));
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) await fn({ x: normals([3, i + 1]) });
    expect(tf.memory().numTensors).toBe(before);
  });

  test("of a call stays as it is after the next, inputs' too", async () => {
    const fn = jit(({ x }: X) => ({ x, y: tf.neg(x) }));
    const inputs = { x: floats(1, 2) };
    const first = await fn(inputs);
    first.x.data[0] = 7;
    const second = await fn({ x: floats(3, 4) });
    expect(inputs.x).toEqual(floats(1, 2));
    expect(first).toEqual({ x: floats(7, 2), y: floats(-1, -2) });
    expect(second).toEqual({ x: floats(3, 4), y: floats(-3, -4) });
  });
});
