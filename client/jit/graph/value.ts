/** Element types of values: those of TensorFlow.js, and ONNX's own for shapes and axes. */
export type DType = "float32" | "int32" | "bool" | "int64";

/** Elements of a constant. */
export type ConstantData = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** Attributes of an ONNX operator: integers, lists of integers, or text. */
export type Attributes = Readonly<Record<string, number | readonly number[] | { readonly text: string }>>;

/** An application of an ONNX operator. */
export interface Operation {
  readonly type: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  /** Number of outputs. */
  readonly numOutputs: number;
}

/** The origin of a value. */
export type Source =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly data: ConstantData }
  | { readonly kind: "operation"; readonly operation: Operation; readonly output: number };

/** A symbolic value: a node of the traced graph, with shape and dtype but no elements. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly source: Source;
}

/** The operation of a given type whose only output is the value, if there is one. */
export function madeBy(value: Value, type: string): Operation | undefined {
  const { source } = value;
  return source.kind === "operation" && source.operation.type === type ? source.operation : undefined;
}
