// The core package registers no gradients; the whole package does, in the file that Node loads for it. Importing the
// package by name would also bring its types, and those of its layers do not compile.
import "@tensorflow/tfjs/dist/tf.node.js";
import * as tf from "@tensorflow/tfjs-core";
import { input } from "../graph/build.js";
import type { Value } from "../graph/value.js";
import { defineKernels } from "../kernels/index.js";
import {
  type ArrayDType,
  flatten,
  isTensor,
  type Leaves,
  type TensorTree,
  type Tree,
  unflatten,
} from "../nd-array.js";
import { BACKEND_NAME, TracingBackend } from "./backend.js";
import { type TracedVariable, withTracedVariables } from "./variables.js";

/** Shape and dtype of a tensor. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly dtype: ArrayDType;
}

let tracing: TracingBackend | undefined;

function tracingBackend(): TracingBackend {
  if (tracing === undefined) {
    const backend = new TracingBackend();
    tf.registerBackend(BACKEND_NAME, () => backend, 0);
    defineKernels();
    tracing = backend;
  }
  return tracing;
}

/** The graph that a function computes. */
export interface Traced {
  /** Leaves of the function's result. */
  readonly outputs: Leaves<Value>;
  /** Every existing variable, whether the function uses it or not. */
  readonly variables: readonly TracedVariable[];
}

/**
 * Runs a function once on tensors without elements, to record its graph.
 * @param fn - a synchronous function from tensors to tensors
 * @param inputs - leaves of its argument; the paths become the names of the graph's inputs
 * @throws Error if the function reads elements, makes variables, or uses an unknown kernel
 */
export function trace<I extends TensorTree>(
  fn: (inputs: I) => TensorTree,
  inputs: Leaves<TensorSpec>,
): Traced {
  // Reading the backend makes TensorFlow.js choose one if it has none yet.
  void tf.engine().backend;
  const before = tf.getBackend();
  const backend = tracingBackend();
  // Switching to an existing backend is synchronous, so the promise need not be awaited.
  void tf.setBackend(BACKEND_NAME);
  tf.engine().startScope("trace");
  try {
    const leaves = inputs.map(([path, { shape, dtype }]) => {
      const info = backend.tensorOf(input(path, shape, dtype));
      return [path, tf.engine().makeTensorFromTensorInfo(info)] as const;
    });
    const { result, variables } = withTracedVariables(backend, () => {
      const outputs = fn(unflatten<tf.Tensor>(leaves) as I) as Tree<tf.Tensor>;
      return flatten(outputs, isTensor).map(([path, tensor]) => [path, backend.valueBehind(tensor)] as const);
    });
    return { outputs: result, variables };
  } finally {
    tf.engine().endScope();
    void tf.setBackend(before);
  }
}
