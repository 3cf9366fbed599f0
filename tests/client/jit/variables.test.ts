import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { jit } from "../../../client/jit/jit.js";
import { scan } from "../../../client/jit/scan.js";
import { floats, ints, scalar } from "./support/arrays.js";

type X = { readonly x: tf.Tensor };

let variable: tf.Variable;
let before: { numTensors: number; numDataBuffers: number };

beforeAll(async () => {
  await tf.setBackend("cpu");
});

beforeEach(() => {
  variable = tf.tidy(() => tf.variable(tf.tensor([1, 2]), true, "weights"));
  before = counts();
});

afterEach(() => {
  expect(counts()).toEqual(before);
  variable.dispose();
});

function counts() {
  const { numTensors, numDataBuffers } = tf.memory();
  return { numTensors, numDataBuffers };
}

function set(...entries: number[]): void {
  tf.tidy(() => variable.assign(tf.tensor(entries)));
}

test("a variable is read anew at every call", async () => {
  const fn = jit(({ x }: X) => ({ y: tf.add(x, variable) }));
  expect(await fn({ x: floats(1, 1) })).toEqual({ y: floats(2, 3) });
  set(5, 6);
  expect(await fn({ x: floats(1, 1) })).toEqual({ y: floats(6, 7) });
  expect(variable.arraySync()).toEqual([5, 6]);
});

test("a variable that is assigned has its new value after every call", async () => {
  const fn = jit(({ x }: X) => {
    const old = tf.clone(variable);
    variable.assign(tf.add(variable, x));
    return { old, y: tf.mul(variable, 2) };
  });
  expect(await fn({ x: floats(1, 1) })).toEqual({ old: floats(1, 2), y: floats(4, 6) });
  expect(variable.arraySync()).toEqual([2, 3]);
  expect(await fn({ x: floats(1, 1) })).toEqual({ old: floats(2, 3), y: floats(6, 8) });
  expect(tf.tidy(() => tf.neg(variable).arraySync())).toEqual([-3, -4]);
});

test("an optimiser that has no variables works inside", async () => {
  const optimizer = tf.train.sgd(0.1);
  const fn = jit(({ x }: X) => {
    const loss = () => tf.sum(tf.squaredDifference(variable, x)) as tf.Scalar;
    return { loss: optimizer.minimize(loss, true) as tf.Scalar };
  });
  expect((await fn({ x: floats(0, 0) })).loss.data[0]).toBeCloseTo(5, 5);
  expect((await fn({ x: floats(0, 0) })).loss.data[0]).toBeCloseTo(5 * 0.64, 5);
  expect((variable.arraySync() as number[])[1]).toBeCloseTo(2 * 0.64, 5);
  optimizer.dispose();
  // The optimiser keeps its rate.
  before.numTensors = tf.memory().numTensors;
  before.numDataBuffers = tf.memory().numDataBuffers;
});

test("a variable made inside is an error, and is not left", async () => {
  const fn = jit(({ x }: X) => ({ y: tf.add(x, tf.variable(tf.tensor([1]), true, "new")) }));
  await expect(fn({ x: floats(1) })).rejects.toThrow(
    "a traced function made variables (new): make them before; an optimiser makes its own in its first step",
  );
});

test("a variable has its own value back after an error", async () => {
  const fn = jit(({ x }: X) => {
    variable.assign(tf.add(variable, 1));
    return { y: tf.cumsum(x) };
  });
  await expect(fn({ x: ints(1) })).rejects.toThrow("Cumsum");
  expect(variable.arraySync()).toEqual([1, 2]);
});

test("a step of a scan refuses variables, and does not mind those it does not use", async () => {
  type Step = { carry: tf.Tensor; x: tf.Tensor; shared: Record<string, tf.Tensor> };
  const inputs = { carry: scalar(0), x: floats(1, 2), shared: {} };
  const using = scan(({ carry, x }: Step) => ({ carry: tf.add(carry, x), y: tf.mul(variable, x) }));
  await expect(using(inputs)).rejects.toThrow(
    "a step of a scan uses variables (weights): hand their values on in its carry",
  );
  const plain = scan(({ carry, x }: Step) => ({ carry: tf.add(carry, x), y: tf.mul(carry, x) }));
  expect(await plain(inputs)).toEqual({ carry: scalar(3), y: floats(0, 2) });
});
