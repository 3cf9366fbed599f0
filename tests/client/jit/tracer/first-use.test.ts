import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { trace } from "../../../../client/jit/tracer/trace.js";

test("tracing first of all, TensorFlow.js still chooses its own backend", () => {
  trace(({ x }: { x: tf.Tensor }) => tf.exp(x), [["x", { shape: [2], dtype: "float32" }]]);
  expect(tf.getBackend()).toBe("cpu");
  expect(tf.square(tf.tensor([1, 2])).arraySync()).toEqual([1, 4]);
});
