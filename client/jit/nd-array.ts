import * as tf from "@tensorflow/tfjs-core";

/** A tensor as a row-major typed array. The array's type gives the dtype; bytes of 0 and 1 are bool. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export type ArrayDType = "float32" | "int32" | "bool";

export function dtypeOf({ data }: NdArray): ArrayDType {
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "bool";
}

/** Tensors by name, in any nesting. */
export type TensorTree = tf.Tensor | Tensors;
export type Tensors = { readonly [name: string]: TensorTree };

/** A tree of tensors with arrays in place of the tensors. */
export type Arrays<T> = T extends tf.Tensor ? NdArray : { readonly [K in keyof T]: Arrays<T[K]> };

/** A tree with leaves of any type, for code that does not know its structure. */
export type Tree<Leaf> = Leaf | { readonly [name: string]: Tree<Leaf> };

/** Leaves by their paths, such as "actor/theta". */
export type Leaves<Leaf> = readonly (readonly [path: string, leaf: Leaf])[];

/**
 * @param isLeaf - whether a node is a leaf rather than a branch
 * @throws Error if a node is neither
 */
export function flatten<Leaf>(tree: Tree<Leaf>, isLeaf: (node: object) => boolean, path = ""): Leaves<Leaf> {
  if (typeof tree !== "object" || tree === null || tree instanceof Promise) {
    const got = tree instanceof Promise ? "a promise" : String(tree);
    throw new Error(`${path || "tensors"}: expected a tensor or array, or several by name, got ${got}`);
  }
  if (isLeaf(tree)) return [[path, tree as Leaf]];
  return Object.entries(tree as Record<string, Tree<Leaf>>).flatMap(([name, branch]) =>
    flatten(branch, isLeaf, path === "" ? name : `${path}/${name}`),
  );
}

/** The tree of which `flatten` returns these leaves. */
export function unflatten<Leaf>(leaves: Leaves<Leaf>): Tree<Leaf> {
  const root: Record<string, unknown> = {};
  for (const [path, leaf] of leaves) {
    if (path === "") return leaf;
    const names = path.split("/");
    const last = names.pop()!;
    const branch = names.reduce((node, name) => (node[name] ??= {}) as Record<string, unknown>, root);
    branch[last] = leaf;
  }
  return root as Tree<Leaf>;
}

export function isTensor(node: object): boolean {
  return node instanceof tf.Tensor;
}

function isNdArray(node: object): boolean {
  return ArrayBuffer.isView((node as Partial<NdArray>).data);
}

export function flattenArrays(tree: Tree<NdArray>): Leaves<NdArray> {
  return flatten(tree, isNdArray);
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** @param shape - the shape of a scalar if left out */
export function ndArray(data: ArrayLike<number>, shape: readonly number[] = []): NdArray {
  return { shape, data: data instanceof Int32Array ? data : Float32Array.from(data) };
}
