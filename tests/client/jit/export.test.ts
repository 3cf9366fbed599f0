import * as tf from "@tensorflow/tfjs-core";
import * as ort from "onnxruntime-node";
import { beforeAll, expect, test } from "vitest";
import { exportOnnx } from "../../../client/jit/export.js";
import { normals } from "./support/arrays.js";
import { eagerly, expectTreesClose } from "./support/eager.js";

type X = { readonly x: tf.Tensor };

/** What leaves the batch's axis alone. */
const FUNCTIONS: Readonly<Record<string, (inputs: X) => tf.Tensor>> = {
  "a slice of columns": ({ x }) => tf.slice(x, [0, 1], [-1, 2]),
  "half of the columns": ({ x }) => tf.split(x, 2, 1)[1],
  "columns side by side": ({ x }) => tf.concat([x, tf.exp(x)], 1),
  "a reshape by the batch's size": ({ x }) => tf.reshape(x, [x.shape[0], 2, 2]),
  "a layer": ({ x }) => tf.tanh(tf.add(tf.matMul(x, tf.ones([4, 3])), tf.tensor([1, 2, 3]))),
};

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test.each(Object.entries(FUNCTIONS))("%s takes batches of any size", async (_, fn) => {
  const named = (inputs: X) => ({ y: fn(inputs) });
  const inputs = { x: { shape: [4], dtype: "float32" } } as const;
  const session = await ort.InferenceSession.create(exportOnnx(named, { inputs, description: "a test" }));
  for (const rows of [1, 3]) {
    const x = normals([rows, 4]);
    const { y } = await session.run({ x: new ort.Tensor("float32", x.data, [rows, 4]) });
    expectTreesClose({ y: { shape: y.dims, data: y.data as Float32Array } }, eagerly(named, { x }));
  }
  expect([session.inputNames, session.outputNames]).toEqual([["x"], ["y"]]);
});
