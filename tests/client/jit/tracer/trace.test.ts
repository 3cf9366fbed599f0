import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { TensorTree } from "../../../../client/jit/nd-array.js";
import { trace } from "../../../../client/jit/tracer/trace.js";

type Fn = (inputs: { readonly x: tf.Tensor; readonly indices: tf.Tensor }) => TensorTree;

function traceIt(fn: Fn) {
  return trace(fn, [
    ["x", { shape: [2, 3], dtype: "float32" }],
    ["indices", { shape: [2], dtype: "int32" }],
  ]);
}

const ERRORS: readonly (readonly [name: string, fn: Fn, text: string | RegExp])[] = [
  [
    "dataSync",
    ({ x }) => tf.scalar(tf.add(x, 1).dataSync()[0]),
    /cannot read.*shape \[2,3\].*not computed yet/,
  ],
  ["arraySync", ({ x }) => tf.tensor(tf.sum(x, 1).arraySync() as number[]), /cannot read.*shape \[2\]/],
  [
    "an unknown kernel",
    ({ x }) => tf.conv2d(x.reshape([1, 2, 3, 1]) as tf.Tensor4D, tf.ones([1, 1, 1, 1]), 1, "same"),
    "Kernel 'Conv2D' not registered for backend 'caucus-tracer'",
  ],
  [
    "Multinomial",
    ({ x }) => tf.multinomial(x as tf.Tensor2D, 1),
    "a traced function cannot draw random numbers: draw them outside and pass them in",
  ],
  [
    "batchDims",
    ({ x, indices }) => tf.gather(x, indices.reshape([2, 1]), 1, 1),
    "a traced gather: expected batchDims 0, got 1",
  ],
  [
    "an activation",
    ({ x }) => tf.fused.matMul({ a: x as tf.Tensor2D, b: tf.ones([3, 2]), activation: "relu6" }),
    "expected activation relu, elu, sigmoid, tanh, got relu6",
  ],
  [
    "strings",
    ({ x }) => ({ x, text: tf.tensor(["a"]) }),
    "a traced function: expected float32, int32 or bool tensors, got string",
  ],
  [
    "an error of its own",
    () => {
      throw new Error("mine");
    },
    "mine",
  ],
  ["an error inside gradients", ({ x }) => tf.grad((y) => tf.scalar(y.dataSync()[0]))(x), /cannot read/],
];

beforeAll(async () => {
  await tf.setBackend("cpu");
});

function counts() {
  const { numTensors, numDataBuffers } = tf.memory();
  return { numTensors, numDataBuffers };
}

function expectUsable(): void {
  expect(tf.getBackend()).toBe("cpu");
  expect(tf.tidy(() => tf.add(tf.tensor([1, 2]), 1).arraySync())).toEqual([2, 3]);
}

describe("tracing refuses", () => {
  test.each(ERRORS)("%s, and TensorFlow.js is as before", (_, fn, text) => {
    const before = counts();
    expect(() => traceIt(fn)).toThrow(text);
    expect(counts()).toEqual(before);
    expectUsable();
  });

  test("strings from outside, which stay readable", () => {
    const text = tf.tensor(["a", "b"]);
    expect(() => traceIt(() => tf.reshape(text, [2, 1]))).toThrow("got string");
    expect(text.dataSync()).toEqual(["a", "b"]);
    text.dispose();
    expectUsable();
  });

  test("shapes that do not fit", () => {
    expect(() => traceIt(({ x }) => tf.add(x, tf.ones([4])))).toThrow(
      "shapes [2,3] and [4] do not broadcast",
    );
  });
});

describe("tracing", () => {
  test("leaves no tensor and the backend it found", () => {
    const before = counts();
    traceIt(({ x }) =>
      tf.mul(
        tf.softmax(x),
        tf.tidy(() => tf.sum(tf.exp(x))),
      ),
    );
    expect(counts()).toEqual(before);
    expectUsable();
  });

  test("keeps shapes, types and paths", () => {
    const { outputs } = traceIt(({ x, indices }) => ({ a: { b: tf.sum(x, 0) }, c: tf.greater(indices, 0) }));
    const shown = outputs.map(([path, { shape, dtype }]) => [path, shape, dtype]);
    expect(shown).toEqual([
      ["a/b", [3], "float32"],
      ["c", [2], "bool"],
    ]);
  });

  test("lets constants be read", () => {
    traceIt(({ x }) => {
      expect(tf.tensor([1, 2]).arraySync()).toEqual([1, 2]);
      return x;
    });
  });
});
