import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { specOf } from "../../../../client/jit/jit.js";
import { BACKEND_NAME } from "../../../../client/jit/tracer/backend.js";
import { trace } from "../../../../client/jit/tracer/trace.js";
import { expectSameCompiled } from "../support/eager.js";
import { gradientsOf, type KernelCase } from "../support/kernel-case.js";
import { BINARY_CASES } from "./binary-cases.js";
import { CHOICE_CASES } from "./choice-cases.js";
import { CONSTANT_CASES } from "./constant-cases.js";
import { INDEXING_CASES } from "./indexing-cases.js";
import { MATRIX_CASES } from "./matrix-cases.js";
import { REDUCTION_CASES } from "./reduction-cases.js";
import { SHAPE_CASES } from "./shape-cases.js";
import { UNARY_CASES } from "./unary-cases.js";

const CASES: readonly KernelCase[] = [
  ...UNARY_CASES,
  ...BINARY_CASES,
  ...CHOICE_CASES,
  ...REDUCTION_CASES,
  ...MATRIX_CASES,
  ...SHAPE_CASES,
  ...INDEXING_CASES,
  ...CONSTANT_CASES,
];

const withGradient = CASES.filter(({ gradient }) => gradient !== false);

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("a compiled kernel equals TensorFlow.js'", () => {
  test.each(CASES)("$name", ({ fn, inputs, eager }) => expectSameCompiled(fn, inputs, eager));
});

describe("a compiled gradient equals TensorFlow.js'", () => {
  test.each(withGradient)("$name", ({ fn, inputs, eager = fn }) =>
    expectSameCompiled(gradientsOf(fn, inputs), inputs, gradientsOf(eager, inputs)),
  );
});

test("every kernel that can be traced has a case here", () => {
  traceCase(CASES[0]);
  const used = new Set<string>();
  const kernels = tf.getKernelsForBackend(BACKEND_NAME);
  for (const kernel of kernels) {
    const { kernelName, kernelFunc } = kernel;
    kernel.kernelFunc = (given) => {
      used.add(kernelName);
      return kernelFunc(given);
    };
  }
  CASES.forEach(traceCase);
  // That one throws: the tests of trace have it.
  const expected = kernels.map(({ kernelName }) => kernelName).filter((name) => name !== tf.Multinomial);
  expect([...used].sort()).toEqual(expected.sort());
});

function traceCase({ fn, inputs, gradient }: KernelCase): void {
  const specs = Object.entries(inputs).map(specOf);
  trace(fn, specs);
  if (gradient !== false) trace(gradientsOf(fn, inputs), specs);
}
