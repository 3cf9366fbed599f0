// The core alone has no gradients: they are registered by the whole, here by the file that Node loads for it. Its types
// would come along with the package's name, and those of its layers are not sound.
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

/** What a tensor will be. */
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

/** What a function computes. */
export interface Traced {
  /** Leaves of its result. */
  readonly outputs: Leaves<Value>;
  /** Every variable there is, whether the function uses it or not. */
  readonly variables: readonly TracedVariable[];
}

/**
 * Runs a function once on tensors that have no elements, to learn what it computes.
 * @param fn - synchronous, from tensors to tensors
 * @param inputs - leaves of its argument; the paths become the names of the graph's inputs
 * @throws Error if the function reads elements, makes variables, or uses a kernel that is not known here
 */
export function trace<I extends TensorTree>(
  fn: (inputs: I) => TensorTree,
  inputs: Leaves<TensorSpec>,
): Traced {
  // Asked for its backend, TensorFlow.js chooses one if it has not yet.
  void tf.engine().backend;
  const before = tf.getBackend();
  const backend = tracingBackend();
  // Not asynchronous for a backend that is there: it has switched when the call returns.
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
