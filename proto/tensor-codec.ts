import { unexpected } from "./errors.js";
import { DataType, type Tensor } from "./gen/rmdp/v1/tensor.js";

/** The typed array of each dtype; BOOL is a Uint8Array of 0 and 1. */
const ARRAYS = {
  [DataType.DATA_TYPE_BOOL]: Uint8Array,
  [DataType.DATA_TYPE_UINT8]: Uint8Array,
  [DataType.DATA_TYPE_UINT16]: Uint16Array,
  [DataType.DATA_TYPE_INT32]: Int32Array,
  [DataType.DATA_TYPE_FLOAT32]: Float32Array,
  [DataType.DATA_TYPE_FLOAT64]: Float64Array,
} as const;

export type TensorDataType = keyof typeof ARRAYS;
export type TensorArray<D extends TensorDataType = TensorDataType> = InstanceType<(typeof ARRAYS)[D]>;

/** The expected dtype and shape of a tensor; −1 in a shape accepts any length. */
export interface TensorExpectation<D extends TensorDataType> {
  readonly dtype: D;
  readonly shape: readonly number[];
}

/** The bytes of an array; a view, not a copy, unless its memory is shared between threads. */
export function arrayBytes(array: ArrayBufferView): Uint8Array {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return array.buffer instanceof ArrayBuffer ? bytes : bytes.slice();
}

export function encodeTensor(
  dtype: TensorDataType,
  shape: readonly number[],
  array: ArrayBufferView,
): Tensor {
  return { dtype, shape: [...shape], data: arrayBytes(array) };
}

/** Bytes of one element. */
export function elementBytes(dtype: TensorDataType): number {
  return ARRAYS[dtype].BYTES_PER_ELEMENT;
}

/** A typed array over bytes: a view if they are aligned, otherwise a copy. */
export function bytesToArray<D extends TensorDataType>(dtype: D, bytes: Uint8Array): TensorArray<D> {
  const ArrayType = ARRAYS[dtype];
  // gRPC returns Buffers, whose own `slice` does not copy.
  const aligned = bytes.byteOffset % ArrayType.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes);
  const length = bytes.byteLength / ArrayType.BYTES_PER_ELEMENT;
  return new ArrayType(aligned.buffer as ArrayBuffer, aligned.byteOffset, length) as TensorArray<D>;
}

/**
 * @param where - the field, for errors
 * @returns the elements; a view of the message where alignment allows
 * @throws ContractError if the tensor is missing, or its dtype, shape or number of bytes is wrong
 */
export function decodeTensor<D extends TensorDataType>(
  tensor: Tensor | undefined,
  where: string,
  expectation: TensorExpectation<D>,
): TensorArray<D> {
  return bytesToArray(expectation.dtype, expectedBytes(tensor, where, expectation));
}

/**
 * Like `decodeTensor`, but copies the elements exactly once, whatever their alignment.
 * @param out - has the expected shape and dtype; completely overwritten
 */
export function decodeTensorInto<D extends TensorDataType>(
  tensor: Tensor | undefined,
  where: string,
  expectation: TensorExpectation<D>,
  out: ArrayBufferView,
): void {
  const bytes = expectedBytes(tensor, where, expectation);
  new Uint8Array(out.buffer, out.byteOffset, out.byteLength).set(bytes);
}

/** @throws ContractError if the tensor is not as expected */
function expectedBytes(
  tensor: Tensor | undefined,
  where: string,
  { dtype, shape }: TensorExpectation<TensorDataType>,
): Uint8Array {
  if (tensor === undefined) throw unexpected(where, describe(dtype, shape), "nothing");
  if (tensor.dtype !== dtype) throw unexpected(where, dtypeName(dtype), dtypeName(tensor.dtype));
  const fits =
    tensor.shape.length === shape.length && shape.every((size, i) => size === -1 || size === tensor.shape[i]);
  if (!fits) throw unexpected(where, `shape ${shapeText(shape)}`, shapeText(tensor.shape));
  const bytes = tensor.shape.reduce((a, b) => a * b, elementBytes(dtype));
  if (tensor.data.byteLength !== bytes) {
    throw unexpected(`${where}.data`, `${bytes} bytes`, `${tensor.data.byteLength}`);
  }
  return tensor.data;
}

/** For example "FLOAT32". */
function dtypeName(dtype: DataType): string {
  return (DataType[dtype] ?? `dtype ${dtype}`).replace("DATA_TYPE_", "");
}

/** A shape with more dimensions is described by their number. */
const MOST_DIMENSIONS = 10;

function shapeText(shape: readonly number[]): string {
  if (shape.length > MOST_DIMENSIONS) return `one of ${shape.length} dimensions`;
  return `[${shape.map((size) => (size === -1 ? "any" : size)).join(", ")}]`;
}

function describe(dtype: DataType, shape: readonly number[]): string {
  return `${dtypeName(dtype)} ${shapeText(shape)}`;
}
