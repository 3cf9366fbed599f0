import { independentGroups, inputNames, numbersComputed } from "./graph/dependencies.js";
import type { Value } from "./graph/value.js";
import { perShapes, specOf } from "./jit.js";
import {
  type Arrays,
  flattenArrays,
  type Leaves,
  type NdArray,
  type Tensors,
  type TensorTree,
  type Tree,
  unflatten,
} from "./nd-array.js";
import { encodeModel } from "./onnx/encode.js";
import { outputPath } from "./onnx/function-graph.js";
import type { OnnxGraph } from "./onnx/model.js";
import { isCarry, isStacked, isUnchanged, rowSpec, scanGraph } from "./onnx/scan-graph.js";
import { createSession, type RunOptions, type Session } from "./session.js";
import { createThreadSession } from "./threads/thread-session.js";
import { type TensorSpec, trace } from "./tracer/trace.js";

/** What a step of a scan is given. */
export type ScanInputs<C, X, S> = {
  /** What the step before it handed on. */
  readonly carry: C;
  /** A row of each stacked array. */
  readonly x: X;
  /** The same at every step. */
  readonly shared: S;
};

/** What a step of a scan gives. */
export type ScanOutputs<C, Y> = {
  readonly carry: C;
  /** Becomes a row of each stacked output. */
  readonly y: Y;
};

export type ScanStep<C, X, S, Y> = (inputs: ScanInputs<C, X, S>) => ScanOutputs<C, Y>;

/** `inputs.x` with a leading axis of as many rows as there are steps; so has the result's `y`. */
export type Scan<C, X, S, Y> = (inputs: Arrays<ScanInputs<C, X, S>>) => Promise<Arrays<ScanOutputs<C, Y>>>;

export interface ScanOptions {
  /** Whether to go from the last row to the first; rows of outputs stay beside their inputs'. */
  readonly reverse?: boolean;
  /**
   * Whether what small steps do independently runs in threads of its own; the bits are the same. Inputs are then
   * copied once for as long as they are passed in again, so they are not to be changed meanwhile.
   */
  readonly parallel?: boolean;
}

/**
 * From so many numbers a step on, two threads share the work of each operator; the bits are the same. Minibatch
 * steps of k = 50, n = 1000, 26 ms on one thread, take 0.6 times as long so, and 0.9 times with one thread for actors
 * and one for critics; those of k = 5, n = 100, 0.7 ms, take 1.2 and 0.6 times as long.
 */
const LARGE = 1.5e7;

/**
 * Compiles a loop: one step, traced, repeated for every row inside one run of ONNX Runtime (its operator Scan).
 * As `jax.lax.scan`. What steps hand on unchanged is the same array in the result.
 */
export function scan<C extends TensorTree, X extends TensorTree, S extends TensorTree, Y extends TensorTree>(
  step: ScanStep<C, X, S, Y>,
  options: ScanOptions = {},
): Scan<C, X, S, Y> {
  const runnerOf = perShapes((inputs) => {
    const specs = inputs.map(specOf);
    return createRunner(specs, traceStep(step, specs), options);
  });
  return async (inputs) => {
    const leaves = flattenArrays(inputs as Tree<NdArray>);
    checkRows(leaves);
    const session = await runnerOf(leaves);
    return unflatten(await session.run(leaves)) as Arrays<ScanOutputs<C, Y>>;
  };
}

/** @throws Error if the step does not hand on what it is given, or uses variables, which cannot follow it */
function traceStep<I extends Tensors>(
  step: (inputs: I) => TensorTree,
  inputs: Leaves<TensorSpec>,
): Leaves<Value> {
  const { outputs, variables } = trace(step, inputs.map(rowSpec));
  checkCarries(inputs, outputs);
  const read = new Set(inputNames(outputs.map(([, value]) => value)));
  const used = variables.filter(({ name, assigned }) => assigned !== undefined || read.has(name));
  if (used.length === 0) return outputs;
  const names = used.map(({ variable }) => variable.name).join(", ");
  throw new Error(`a step of a scan uses variables (${names}): hand their values on in its carry`);
}

function checkCarries(inputs: Leaves<TensorSpec>, outputs: Leaves<Value>): void {
  const textOf = (leaves: Leaves<TensorSpec | Value>) =>
    leaves
      .filter(([path]) => isCarry(path))
      .map(([path, { shape, dtype }]) => `${path} ${dtype} [${shape}]`)
      .sort()
      .join(", ");
  const [expected, got] = [textOf(inputs), textOf(outputs)];
  if (expected !== got) throw new Error(`a step of a scan: expected to hand on ${expected}, got ${got}`);
}

/** @throws Error unless there are stacked arrays, of as many rows each */
function checkRows(inputs: Leaves<NdArray>): void {
  const rows = inputs.filter(isStacked).map(([, { shape }]) => shape[0]);
  if (rows.length > 0 && rows[0] > 0 && rows.every((count) => count === rows[0])) return;
  throw new Error(
    `x of a scan: expected arrays of as many rows each, from 1, got ${rows.join(", ") || "none"}`,
  );
}

/** @param outputs - of one step */
async function createRunner(
  inputs: Leaves<TensorSpec>,
  outputs: Leaves<Value>,
  { reverse = false, parallel = false }: ScanOptions,
): Promise<Session> {
  const changed = outputs.filter((output) => !isUnchanged(output));
  const large = numbersComputed(changed.map(([, value]) => value)) > LARGE;
  const parts = parallel && !large ? independentGroups(changed, isCarry) : [changed];
  const options: RunOptions = { threads: large ? 2 : 1 };
  const [first, ...others] = parts.map((part) => scanGraph(inputs, part, reverse));
  const elsewhere = others.map((graph) =>
    reading(graph, createThreadSession(encodeModel({ graph }), options)),
  );
  const here = reading(first, await createSession(encodeModel({ graph: first }), options));
  return {
    async run(arrays) {
      // This thread's part blocks it: the others are at work by then.
      const made = await Promise.all([...elsewhere, here].map((session) => session.run(arrays)));
      const kept = outputs.filter(isUnchanged).map(([path]) => arrays.find(([input]) => input === path)!);
      return [...made.flat().map(([name, array]) => [outputPath(name), array] as const), ...kept];
    },
  };
}

/** A session that is given only what its graph reads. */
function reading({ inputs }: OnnxGraph, session: Session): Session {
  const names = new Set(inputs.map(({ name }) => name));
  return { run: (arrays) => session.run(arrays.filter(([path]) => names.has(path))) };
}
