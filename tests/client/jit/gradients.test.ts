import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { jit } from "../../../client/jit/jit.js";
import type { Arrays } from "../../../client/jit/nd-array.js";
import { floats, integers, normals, scalar } from "./support/arrays.js";
import { eagerly, expectTreesClose } from "./support/eager.js";

type X = { readonly x: tf.Tensor };

beforeAll(async () => {
  await tf.setBackend("cpu");
});

test("a gradient", async () => {
  const fn = jit(({ x }: X) => ({ y: tf.grad((z) => tf.sum(tf.square(z)))(x) }));
  expect(await fn({ x: floats(1, -2, 3) })).toEqual({ y: floats(2, -4, 6) });
});

test("a gradient of a gradient", async () => {
  const cube = (x: tf.Tensor) => tf.sum(tf.mul(x, tf.square(x)));
  const second = (x: tf.Tensor) => tf.sum(tf.grad(cube)(x));
  const fn = jit(({ x }: X) => ({ y: tf.grad(second)(x) }));
  expect(await fn({ x: floats(1, -2, 3) })).toEqual({ y: floats(6, -12, 18) });
});

test("valueAndGrads of what has gradients inside", async () => {
  const loss = (x: tf.Tensor, w: tf.Tensor) => {
    const { value, grads } = tf.valueAndGrads((a, b) => tf.sum(tf.tanh(tf.mul(a, b))))([x, w]);
    return tf.add(value, tf.sum(tf.square(grads[0]))) as tf.Scalar;
  };
  const fn = ({ x, w }: { x: tf.Tensor; w: tf.Tensor }) => {
    const { value, grads } = tf.valueAndGrads(loss)([x, w]);
    return { value, ofX: grads[0], ofW: grads[1] };
  };
  const inputs = { x: normals([2, 3]), w: normals([3], "w") };
  expectTreesClose(await jit(fn)(inputs), eagerly(fn, inputs));
});

test("a gradient of the programmer's own", async () => {
  const halved = tf.customGrad((x) => ({
    value: tf.square(x as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, 0.5),
  }));
  const fn = jit(({ x }: X) => ({ y: tf.grad((z) => tf.sum(halved(z)))(x) }));
  expect(await fn({ x: floats(1, -2) })).toEqual({ y: floats(0.5, 0.5) });
});

type Weights = { readonly hidden: tf.Tensor; readonly bias: tf.Tensor; readonly out: tf.Tensor };
type State = { readonly weights: Weights; readonly m: Weights; readonly v: Weights; readonly t: tf.Tensor };
type Batch = { readonly x: tf.Tensor; readonly labels: tf.Tensor };
const NAMES = ["hidden", "bias", "out"] as const;

function crossEntropy({ hidden, bias, out }: Weights, { x, labels }: Batch): tf.Scalar {
  const logits = tf.matMul(tf.relu(tf.add(tf.matMul(x, hidden), bias)), out);
  const chosen = tf.mul(tf.oneHot(labels as tf.Tensor1D, 4, 1, 0, "float32"), tf.logSoftmax(logits));
  return tf.neg(tf.mean(tf.sum(chosen, -1)));
}

/** A step of Adam; Kingma and Ba 2015, algorithm 1. */
function adamStep({ state, batch }: { state: State; batch: Batch }): { state: State; loss: tf.Tensor } {
  const t = tf.add(state.t, 1);
  const { value, grads } = tf.valueAndGrads((hidden, bias, out) =>
    crossEntropy({ hidden, bias, out }, batch),
  )(NAMES.map((name) => state.weights[name]));
  const perWeight = (next: (name: keyof Weights, i: number) => tf.Tensor) =>
    Object.fromEntries(NAMES.map((name, i) => [name, next(name, i)])) as unknown as Weights;
  const m = perWeight((name, i) => tf.add(tf.mul(state.m[name], 0.9), tf.mul(grads[i], 0.1)));
  const v = perWeight((name, i) => tf.add(tf.mul(state.v[name], 0.999), tf.mul(tf.square(grads[i]), 0.001)));
  const corrected = (moment: tf.Tensor, decay: number) => tf.div(moment, tf.sub(1, tf.pow(decay, t)));
  const weights = perWeight((name) => {
    const size = tf.div(corrected(m[name], 0.9), tf.add(tf.sqrt(corrected(v[name], 0.999)), 1e-3));
    return tf.sub(state.weights[name], tf.mul(size, 0.01));
  });
  return { state: { weights, m, v, t }, loss: value };
}

test("ten steps of Adam on a network's cross-entropy", async () => {
  const shapes = { hidden: [5, 8], bias: [8], out: [8, 4] };
  const zeros = Object.fromEntries(
    NAMES.map((name) => [
      name,
      { shape: shapes[name], data: new Float32Array(normals(shapes[name]).data.length) },
    ]),
  ) as unknown as Arrays<Weights>;
  const weights = Object.fromEntries(NAMES.map((name) => [name, normals(shapes[name], name)]));
  const batch = { x: normals([16, 5]), labels: integers([16], 4) };
  const compiledStep = jit(adamStep);
  let compiled = { state: { weights, m: zeros, v: zeros, t: scalar(0) } as Arrays<State>, loss: scalar(0) };
  let eager = compiled;
  for (let i = 0; i < 10; i++) {
    compiled = await compiledStep({ state: compiled.state, batch });
    eager = eagerly(adamStep, { state: eager.state, batch });
  }
  expectTreesClose(compiled, eager);
  expect(compiled.loss.data[0]).toBeLessThan(
    eagerly(adamStep, { state: { weights, m: zeros, v: zeros, t: scalar(0) } as Arrays<State>, batch }).loss
      .data[0],
  );
});
