import { sizeOf } from "../nd-array.js";
import { broadcastShape, expand, ONNX_DTYPES, operation, reshape, sameShape, unexpanded } from "./build.js";
import { type Attributes, type DType, madeBy, type Value } from "./value.js";

/**
 * Applies an elementwise operator to inputs whose shapes broadcast. Inputs are neither broadcast nor reshaped first if the
 * result can be instead, since then most broadcasts and reshapes are never executed: successive ones become one.
 */
export function elementwise(
  type: string,
  inputs: readonly Value[],
  dtype: DType,
  attributes?: Attributes,
): Value {
  const shape = inputs.map((value) => value.shape).reduce(broadcastShape);
  const small = inputs.map(unexpanded);
  const smallShape = small.map((value) => value.shape).reduce(broadcastShape);
  const original = unreshaped(small, smallShape) ?? small;
  const originalShape = original.map((value) => value.shape).reduce(broadcastShape);
  const result = operation(type, original, { shape: originalShape, dtype }, attributes);
  return expand(reshape(result, smallShape), shape);
}

/**
 * The inputs before they were reshaped, if the operator has the same results for them, in another shape.
 * @param shape - of the operator's result
 */
function unreshaped(inputs: readonly Value[], shape: readonly number[]): readonly Value[] | undefined {
  const sources = inputs.map((input) => madeBy(input, "Reshape")?.inputs[0]);
  const source = sources.find((before, i) => before !== undefined && sameShape(inputs[i].shape, shape));
  if (source === undefined) return undefined;
  const originals = inputs.map((input, i) => {
    if (sameShape(input.shape, shape)) {
      const before = sources[i];
      return before !== undefined && sameShape(before.shape, source.shape) ? before : undefined;
    }
    return alongLastAxis(input, source.shape.at(-1) === shape.at(-1));
  });
  return originals.every((original) => original !== undefined) ? originals : undefined;
}

/** An input that broadcasts in the same way before a reshape and after it: one number, or one for each on the last axis. */
function alongLastAxis(input: Value, sameLastAxis: boolean): Value | undefined {
  const size = sizeOf(input.shape);
  const small = size === 1 || (sameLastAxis && size === input.shape.at(-1));
  if (!small) return undefined;
  if (input.shape.length <= 1) return input;
  return input.source.kind === "constant" ? reshape(input, [size]) : undefined;
}

export function cast(value: Value, dtype: DType): Value {
  if (value.dtype === dtype) return value;
  return elementwise("Cast", [value], dtype, { to: ONNX_DTYPES[dtype] });
}
