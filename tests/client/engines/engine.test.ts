// What every engine does with functions of tensors.
import "@tensorflow/tfjs";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { chooseBackend } from "../../../client/engines/backend.js";
import { compiledEngine } from "../../../client/engines/compiled.js";
import { eagerEngine } from "../../../client/engines/eager.js";
import { ndArray } from "../../../client/jit/nd-array.js";
import { expectArray, NONE, tensorsLeft } from "../support/tensors.js";

beforeAll(async () => void (await chooseBackend("cpu")));

type Pair = { readonly a: tf.Tensor1D; readonly b: tf.Tensor1D };
const PAIR = { a: ndArray([1, 2], [2]), b: ndArray([3, 5], [2]) };

/** A running sum of rows, scaled; what it was before each row is kept. */
const runningSum = ({ carry, x, shared }: { carry: tf.Tensor1D; x: tf.Tensor1D; shared: tf.Scalar }) => ({
  carry: tf.add<tf.Tensor1D>(carry, tf.mul(shared, x)),
  y: { before: carry, row: x },
});
const ROWS = {
  carry: ndArray([0, 100], [2]),
  x: ndArray([1, 2, 3, 4, 5, 6], [3, 2]),
  shared: ndArray([10]),
};

describe.each([
  ["compiled", compiledEngine],
  ["eager", eagerEngine],
] as const)("the %s engine", (name, createEngine) => {
  it("says what it is", () => {
    const backend = name === "compiled" ? "onnxruntime" : "cpu";
    expect(createEngine()).toMatchObject({ name, backend });
  });

  it("runs a function on arrays, whatever their shape", async () => {
    const run = createEngine().prepare(({ a, b }: Pair) => ({ product: tf.mul(a, b), sum: tf.sum(b) }));
    const outputs = await run(PAIR);
    expectArray(outputs.product, [3, 10]);
    expectArray(outputs.sum, 8);
    const longer = await run({ a: ndArray([1, 1, 1], [3]), b: ndArray([1, 2, 3], [3]) });
    expectArray(longer.product, [1, 2, 3]);
    expectArray((await run(PAIR)).product, [3, 10]);
  });

  it("keeps integers integers", async () => {
    const run = createEngine().prepare(({ values, rows }: { values: tf.Tensor1D; rows: tf.Tensor1D }) => ({
      picked: tf.gather(values, rows),
      next: tf.add(rows, tf.scalar(1, "int32")),
    }));
    const outputs = await run({ values: ndArray([5, 6, 7], [3]), rows: ndArray(Int32Array.of(2, 0), [2]) });
    expectArray(outputs.picked, [7, 5]);
    expect(outputs.next.data).toEqual(Int32Array.of(3, 1));
  });

  it("runs a loop over rows, from the first to the last", async () => {
    const { carry, y } = await createEngine().scan(runningSum)(ROWS);
    expectArray(carry, [90, 220]);
    expectArray(y.before, [
      [0, 100],
      [10, 120],
      [40, 160],
    ]);
  });

  it("or from the last to the first, with outputs beside their inputs", async () => {
    const { carry, y } = await createEngine().scan(runningSum, { reverse: true })(ROWS);
    expectArray(carry, [90, 220]);
    expectArray(y.before, [
      [80, 200],
      [50, 160],
      [0, 100],
    ]);
    expectArray(y.row, [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it("hands on a carry that a step leaves as it is", async () => {
    type Carry = { readonly kept: tf.Tensor1D; readonly sum: tf.Tensor1D };
    const step = ({ carry, x }: { carry: Carry; x: tf.Tensor1D; shared: tf.Scalar }) => ({
      carry: { kept: carry.kept, sum: tf.add<tf.Tensor1D>(carry.sum, x) },
      y: { kept: carry.kept },
    });
    const { carry, y } = await createEngine().scan(step)({
      ...ROWS,
      carry: { kept: ndArray([7, 8], [2]), sum: ROWS.carry },
    });
    expectArray(carry.kept, [7, 8]);
    expectArray(carry.sum, [9, 112]);
    expectArray(y.kept, [
      [7, 8],
      [7, 8],
      [7, 8],
    ]);
  });

  it("leaves its inputs as they were, and gives memory of their own", async () => {
    const inputs = structuredClone(ROWS);
    const run = createEngine().scan(runningSum);
    const first = await run(inputs);
    expect(inputs).toEqual(ROWS);
    const copy = structuredClone(first);
    await run({ ...inputs, carry: ndArray([1, 1], [2]) });
    expect(first).toEqual(copy);
  });

  it("leaves no tensors", async () => {
    const left = await tensorsLeft(async () => {
      const engine = createEngine();
      const run = engine.prepare(({ a, b }: Pair) => tf.mul(a, b));
      const loop = engine.scan(runningSum);
      for (let i = 0; i < 2; i++) {
        await run(PAIR);
        await loop(ROWS);
      }
    });
    expect(left).toEqual(NONE);
  });

  it("leaves none where a function fails", async () => {
    const left = await tensorsLeft(async () => {
      const fail = ({ a }: Pair): tf.Tensor => {
        tf.square(a);
        throw new Error("no");
      };
      await expect(createEngine().prepare(fail)(PAIR)).rejects.toThrow("no");
    });
    expect(left).toEqual(NONE);
  });

  it("leaves TensorFlow.js on the backend it was on", async () => {
    await createEngine().prepare(({ a, b }: Pair) => tf.mul(a, b))(PAIR);
    expect(tf.getBackend()).toBe("cpu");
  });
});
