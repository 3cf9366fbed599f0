import * as tf from "@tensorflow/tfjs-core";
import {
  type Arrays,
  dtypeOf,
  flattenArrays,
  type Leaves,
  type NdArray,
  type Tensors,
  type TensorTree,
  type Tree,
  unflatten,
} from "./nd-array.js";
import { encodeModel } from "./onnx/encode.js";
import { functionGraph, outputPath } from "./onnx/function-graph.js";
import { createSession, type RunOptions, type Session } from "./session.js";
import { type TensorSpec, trace } from "./tracer/trace.js";
import type { TracedVariable } from "./tracer/variables.js";

/**
 * Compiles a function of tensors. The first call with inputs of given shapes traces it; that call and all later ones run
 * in ONNX Runtime. Every call reads the current values of variables, and variables that the function assigns have their
 * new values after the call. Any other tensor from outside keeps the value that it had during tracing.
 * @param fn - a synchronous function from tensors to tensors
 */
export function jit<I extends Tensors, O extends TensorTree>(
  fn: (inputs: I) => O,
  options: RunOptions = {},
): (inputs: Arrays<I>) => Promise<Arrays<O>> {
  const sessionOf = perShapes((inputs) => createProgram(fn, inputs.map(specOf), options));
  return async (inputs) => {
    const leaves = flattenArrays(inputs as Tree<NdArray>);
    const session = await sessionOf(leaves);
    return unflatten(await session.run(leaves)) as Arrays<O>;
  };
}

async function createProgram<I extends Tensors>(
  fn: (inputs: I) => TensorTree,
  inputs: Leaves<TensorSpec>,
  options: RunOptions,
): Promise<Session> {
  const { outputs, variables } = trace(fn, inputs);
  const assigned = variables.filter((variable) => variable.assigned !== undefined);
  const values = [...outputs, ...assigned.map(({ name, assigned }) => [name, assigned!] as const)];
  const specs = variables.map(({ name, variable }) => [name, variable as TensorSpec] as const);
  const graph = functionGraph([...inputs, ...specs], values);
  const read = new Set(graph.inputs.map(({ name }) => name));
  const session = await createSession(encodeModel({ graph }), options);
  return {
    async run(leaves) {
      const current = variables.filter(({ name }) => read.has(name)).map(currentValue);
      const results = await session.run([...leaves, ...current]);
      const made = new Map(results.map(([name, array]) => [outputPath(name), array]));
      for (const { name, variable } of assigned) assign(variable, made.get(name)!);
      return outputs.map(([path]) => [path, made.get(path)!]);
    },
  };
}

function currentValue({ name, variable }: TracedVariable): readonly [string, NdArray] {
  return [name, { shape: variable.shape, data: variable.dataSync() as NdArray["data"] }];
}

function assign(variable: tf.Variable, { shape, data }: NdArray): void {
  tf.tidy(() => variable.assign(tf.tensor(data, [...shape], variable.dtype)));
}

/** Caches sessions by the shapes of their inputs. */
export function perShapes(
  create: (inputs: Leaves<NdArray>) => Promise<Session>,
): (inputs: Leaves<NdArray>) => Promise<Session> {
  const sessions = new Map<string, Promise<Session>>();
  return (inputs) => {
    const named = inputs.map(([path, { shape, data }]) => `${path}:${data.constructor.name}[${shape}]`);
    // The carry of a loop may come in another order than its initial value.
    const key = named.sort().join();
    let session = sessions.get(key);
    if (session === undefined) sessions.set(key, (session = create(inputs)));
    return session;
  };
}

export function specOf([path, array]: readonly [string, NdArray]): readonly [string, TensorSpec] {
  return [path, { shape: array.shape, dtype: dtypeOf(array) }];
}
