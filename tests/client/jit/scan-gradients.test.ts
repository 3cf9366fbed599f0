import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import type { Arrays, NdArray } from "../../../client/jit/nd-array.js";
import { type ScanOptions, scan } from "../../../client/jit/scan.js";
import { normals } from "./support/arrays.js";
import { eagerly, expectTreesClose } from "./support/eager.js";

type Pair = { readonly left: tf.Tensor; readonly right: tf.Tensor };
type Inputs = { carry: Pair; x: { target: tf.Tensor }; shared: { rate: tf.Tensor } };

beforeAll(async () => {
  await tf.setBackend("cpu");
});

/** A step of gradient descent on |w − target|² for either of two vectors, which do not meet. */
function descend({ carry, x, shared }: Inputs) {
  const step = (w: tf.Tensor, scale: number) => {
    const loss = (v: tf.Tensor) => tf.mul(tf.sum(tf.squaredDifference(v, x.target)), scale) as tf.Scalar;
    const { value, grad } = tf.valueAndGrad(loss)(w);
    return { next: tf.sub(w, tf.mul(grad, shared.rate)), value };
  };
  const left = step(carry.left, 1);
  const right = step(carry.right, 0.5);
  return { carry: { left: left.next, right: right.next }, y: { left: left.value, right: right.value } };
}

const ROWS = 6;
const carry = { left: normals([4], "left"), right: normals([4], "right") };
const targets = normals([ROWS, 4], "targets");
const shared = { rate: { shape: [], data: Float32Array.of(0.1) } };

const row = (i: number): NdArray => ({ shape: [4], data: targets.data.slice(4 * i, 4 * i + 4) });

/** What a loop in TensorFlow.js comes to. */
function loop(order: readonly number[]) {
  let now: Arrays<Pair> = carry;
  const losses = { left: new Float32Array(ROWS), right: new Float32Array(ROWS) };
  for (const i of order) {
    const { carry: next, y } = eagerly(descend, { carry: now, x: { target: row(i) }, shared });
    now = next;
    losses.left[i] = y.left.data[0];
    losses.right[i] = y.right.data[0];
  }
  const vector = (data: Float32Array): NdArray => ({ shape: [ROWS], data });
  return { carry: now, y: { left: vector(losses.left), right: vector(losses.right) } };
}

const run = (options: ScanOptions) => scan(descend, options)({ carry, x: { target: targets }, shared });

describe("gradient descent in a scan equals a loop", () => {
  test("forwards", async () => {
    expectTreesClose(await run({}), loop([0, 1, 2, 3, 4, 5]));
  });

  test("backwards", async () => {
    expectTreesClose(await run({ reverse: true }), loop([5, 4, 3, 2, 1, 0]));
  });
});

test("a parallel scan gives the same bits", async () => {
  expect(await run({ parallel: true })).toEqual(await run({}));
});
