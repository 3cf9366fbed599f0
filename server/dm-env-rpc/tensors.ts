import { dmEnvRpc, unexpected } from "../../proto/index.js";
import { type Elements, packPayload, payloadDtype, payloadElements } from "./payloads.js";

/** A tensor with a resolved shape and its elements as they were sent: all of them, or one for all. */
export interface ReadTensor {
  readonly dtype: dmEnvRpc.DataType;
  /** Without a variable dimension. */
  readonly shape: readonly number[];
  /** The product of the shape. */
  readonly size: number;
  /** [size] or [1]. */
  readonly elements: Elements;
}

/**
 * Resolves a tensor's shape, without expanding a single element to an array.
 * @param where - the field, for errors
 * @throws ContractError if the tensor has no payload, or its elements do not fit its shape
 */
export function readTensor(tensor: dmEnvRpc.Tensor, where: string): ReadTensor {
  const { payload, shape: given } = tensor;
  if (payload === undefined) throw unexpected(where, "a tensor with a payload", "one without");
  const elements = payloadElements(payload);
  const shape = resolveShape(given, elements.length, where);
  const size = product(shape);
  if (elements.length !== size && elements.length !== 1) {
    const expected =
      size === 1 ? "1 element" : `${size} elements for shape [${given.join(", ")}], or 1 for all of them`;
    throw unexpected(where, expected, `${elements.length}`);
  }
  return { dtype: payloadDtype(payload), shape, size, elements };
}

/** @returns [size], row by row; a view of the message if the message has every element */
export function allElements<E>({ elements, size }: ReadTensor): ArrayLike<E> {
  const given = elements as ArrayLike<E>;
  return given.length === size ? given : new Array<E>(size).fill(given[0]);
}

/** @param elements - [product of the shape], of the dtype */
export function packTensor(
  dtype: dmEnvRpc.DataType,
  shape: readonly number[],
  elements: Elements,
): dmEnvRpc.Tensor {
  return { payload: packPayload(dtype, elements), shape: [...shape] };
}

/** For example "FLOAT [3]". */
export function tensorText(dtype: dmEnvRpc.DataType, shape: readonly number[]): string {
  return `${dmEnvRpc.DataType[dtype]} [${shape.join(", ")}]`;
}

/** Replaces a variable dimension in a shape by the length that the number of elements gives; 1 for a single element. */
function resolveShape(given: readonly number[], count: number, where: string): number[] {
  const variable = given.filter((size) => size < 0).length;
  if (variable === 0) return [...given];
  if (variable > 1) throw unexpected(where, "at most one variable dimension", `shape [${given.join(", ")}]`);
  const others = product(given.filter((size) => size >= 0));
  const length = count === 1 ? 1 : count / others;
  if (!Number.isInteger(length)) {
    const expected = `a multiple of ${others} elements for shape [${given.join(", ")}]`;
    throw unexpected(where, expected, `${count}`);
  }
  return given.map((size) => (size < 0 ? length : size));
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
