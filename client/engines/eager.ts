import * as tf from "@tensorflow/tfjs-core";
import {
  type Arrays,
  dtypeOf,
  flatten,
  flattenArrays,
  isTensor,
  type NdArray,
  type Tensors,
  type TensorTree,
  type Tree,
  unflatten,
} from "../jit/nd-array.js";
import type { Scan, ScanInputs, ScanOutputs, ScanStep } from "../jit/scan.js";
import type { Engine } from "./engine.js";

/** An engine that runs functions kernel by kernel on the current backend of TensorFlow.js. */
export function eagerEngine(): Engine {
  return {
    name: "eager",
    backend: tf.getBackend(),
    prepare:
      <I extends Tensors, O extends TensorTree>(fn: (inputs: I) => O) =>
      async (inputs: Arrays<I>) =>
        freeing(() => toArrays(fn(toTensors(inputs))) as Arrays<O>),
    scan: (step, { reverse = false } = {}) => eagerScan(step, reverse),
  };
}

/** Frees every tensor that a function makes. `tf.tidy` would search the arrays in its result for tensors. */
function freeing<R>(run: () => R): R {
  tf.engine().startScope();
  try {
    return run();
  } finally {
    tf.engine().endScope();
  }
}

function eagerScan<C extends TensorTree, X extends TensorTree, S extends TensorTree, Y extends TensorTree>(
  step: ScanStep<C, X, S, Y>,
  reverse: boolean,
): Scan<C, X, S, Y> {
  return async (inputs) =>
    freeing(() => {
      const rows = rowsOf(inputs.x as Tree<NdArray>);
      const shared = toTensors<S>(inputs.shared);
      const ys: Y[] = [];
      let carry = toTensors<C>(inputs.carry);
      for (const x of reverse ? rows.toReversed() : rows) {
        const given: ScanInputs<C, X, S> = { carry, x: toTensors<X>(x), shared };
        const next = tf.tidy(() => ownOutputs(step(given)) as never) as ReturnType<typeof step>;
        freeReplaced({ before: carry, after: next.carry });
        carry = next.carry;
        ys.push(next.y);
      }
      if (reverse) ys.reverse();
      return { carry: toArrays(carry), y: toArrays(stack(ys)) } as never;
    });
}

/** Rows of stacked arrays, as views. */
function rowsOf(stacked: Tree<NdArray>): Tree<NdArray>[] {
  const leaves = flattenArrays(stacked);
  const [[, { shape }]] = leaves;
  return Array.from({ length: shape[0] }, (_, row) =>
    unflatten(
      leaves.map(([path, array]) => {
        const width = array.data.length / array.shape[0];
        const data = array.data.subarray(row * width, (row + 1) * width);
        return [path, { shape: array.shape.slice(1), data }];
      }),
    ),
  );
}

function stack(rows: readonly TensorTree[]): TensorTree {
  const columns = rows.map((row) => tensorsOf(row));
  return unflatten(
    columns[0].map(([path], i) => [path, tf.stack(columns.map((column) => column[i][1]))]),
  ) as TensorTree;
}

/** A step's outputs, with copies of tensors that are both in the carry, which will be freed, and in `y`, which is kept. */
function ownOutputs<C, Y extends TensorTree>({ carry, y }: ScanOutputs<C, Y>): ScanOutputs<C, Y> {
  const clones = tensorsOf(y).map(([path, tensor]) => [path, tf.clone(tensor)] as const);
  return { carry, y: unflatten(clones) as Y };
}

/** Frees the tensors of a carry that are not in the next carry. */
function freeReplaced({ before, after }: Readonly<Record<"before" | "after", TensorTree>>): void {
  const kept = new Set(tensorsOf(after).map(([, tensor]) => tensor));
  for (const [, tensor] of tensorsOf(before)) if (!kept.has(tensor)) tensor.dispose();
}

function tensorsOf(tree: TensorTree) {
  return flatten<tf.Tensor>(tree, isTensor);
}

function toTensors<T>(arrays: Arrays<T> | Tree<NdArray>): T {
  const leaves = flattenArrays(arrays as Tree<NdArray>).map(
    ([path, array]) => [path, tf.tensor(array.data, [...array.shape], dtypeOf(array))] as const,
  );
  return unflatten<tf.Tensor>(leaves) as T;
}

function toArrays(tensors: TensorTree): Tree<NdArray> {
  const leaves = tensorsOf(tensors).map(
    ([path, tensor]) => [path, { shape: tensor.shape, data: tensor.dataSync().slice() } as NdArray] as const,
  );
  return unflatten(leaves);
}
