import type { ConstantData, DType } from "../graph/value.js";

/** An ONNX model as plain objects, with only the fields of ONNX's messages that are used here. */
export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Text that tools show which read the file. */
  readonly description?: string;
}

export interface OnnxGraph {
  readonly name: string;
  /** Nodes in topological order. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
}

export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export type OnnxAttribute =
  | number
  | readonly number[]
  | { readonly text: string }
  | { readonly graph: OnnxGraph };

export interface OnnxTensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: ConstantData;
}

/** A graph's input or output. A dimension that is a name may have any size. */
export interface OnnxValueInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly (number | string)[];
}
