/** Element types of values: those of TensorFlow.js, and ONNX's own for shapes and axes. */
export type DType = "float32" | "int32" | "bool" | "int64";

/** Memory of a constant. */
export type ConstantData = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** What an ONNX operator is told beside its inputs: integers, lists of them, or a text. */
export type Attributes = Readonly<Record<string, number | readonly number[] | { readonly text: string }>>;

/** An application of an ONNX operator. */
export interface Operation {
  readonly type: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  /** How many values come out. */
  readonly numOutputs: number;
}

/** Where a value comes from. */
export type Source =
  | { readonly kind: "input"; readonly name: string }
  | { readonly kind: "constant"; readonly data: ConstantData }
  | { readonly kind: "operation"; readonly operation: Operation; readonly output: number };

/** A value that is not there yet: a node of the graph that is being traced, known by shape and dtype. */
export interface Value {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly source: Source;
}

/** The operation a value is the only output of, if it is of that type. */
export function madeBy(value: Value, type: string): Operation | undefined {
  const { source } = value;
  return source.kind === "operation" && source.operation.type === type ? source.operation : undefined;
}
