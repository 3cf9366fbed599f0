import {
  Abs,
  Add,
  AddN,
  ClipByValue,
  type ClipByValueAttrs,
  Cos,
  Elu,
  EluGrad,
  Equal,
  Erf,
  Exp,
  Expm1,
  Floor,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  Log,
  Log1p,
  LogicalAnd,
  LogicalNot,
  LogicalOr,
  Maximum,
  Minimum,
  Multiply,
  Neg,
  NotEqual,
  Pow,
  RealDiv,
  Reciprocal,
  Relu,
  Rsqrt,
  Select,
  Sigmoid,
  Sign,
  Sin,
  Softplus,
  Sqrt,
  Square,
  SquaredDifference,
  Step,
  type StepAttrs,
  Sub,
  Tanh,
  upcastType,
} from "@tensorflow/tfjs-core";
import { broadcastShape, constant, expand, reshape, unexpanded } from "../graph/build.js";
import { cast, elementwise } from "../graph/elementwise.js";
import { type DType, madeBy, type Value } from "../graph/value.js";
import { sizeOf } from "../nd-array.js";
import { defineKernel } from "../tracer/kernel.js";

/** Kernels with one input that correspond to an ONNX operator and keep the dtype. */
const UNARY: Readonly<Record<string, string>> = {
  [Abs]: "Abs",
  [Cos]: "Cos",
  [Elu]: "Elu",
  [Erf]: "Erf",
  [Exp]: "Exp",
  [Floor]: "Floor",
  [Log]: "Log",
  [LogicalNot]: "Not",
  [Reciprocal]: "Reciprocal",
  [Relu]: "Relu",
  [Sigmoid]: "Sigmoid",
  [Sign]: "Sign",
  [Sin]: "Sin",
  [Softplus]: "Softplus",
  [Sqrt]: "Sqrt",
  [Tanh]: "Tanh",
};

/** Kernels with two inputs, a and b, that correspond to an ONNX operator and keep the dtype. */
const BINARY: Readonly<Record<string, string>> = {
  [Add]: "Add",
  [LogicalAnd]: "And",
  [LogicalOr]: "Or",
  [Maximum]: "Max",
  [Minimum]: "Min",
  [Pow]: "Pow",
  [RealDiv]: "Div",
  [Sub]: "Sub",
};

/** Kernels that compare a with b. */
const COMPARISONS: Readonly<Record<string, string>> = {
  [Equal]: "Equal",
  [Greater]: "Greater",
  [GreaterEqual]: "GreaterOrEqual",
  [Less]: "Less",
  [LessEqual]: "LessOrEqual",
};

type TensorDType = Exclude<DType, "int64">;

const number = (value: number, dtype: DType = "float32"): Value =>
  constant([value], [], dtype as "float32" | "int32");

/** Applies an operator whose result has the dtype of the first input. */
const apply = (type: string, ...inputs: Value[]): Value => elementwise(type, inputs, inputs[0].dtype);

/** Where for any dtype, since ONNX Runtime's operator does not accept bools. */
function where(condition: Value, yes: Value, no: Value): Value {
  const dtype = upcastType(yes.dtype as TensorDType, no.dtype as TensorDType) as TensorDType;
  const numbers = dtype === "bool" ? "int32" : dtype;
  return cast(elementwise("Where", [condition, cast(yes, numbers), cast(no, numbers)], numbers), dtype);
}

/** a · b. Gradients of sums multiply by ones to broadcast; this multiplication is left out. */
function multiply(a: Value, b: Value): Value {
  const shape = broadcastShape(a.shape, b.shape);
  if (isOne(a)) return expand(b, shape);
  if (isOne(b)) return expand(a, shape);
  return isScalar(a) ? scaled(b, a) : scaled(a, b);
}

/** x · factor. Scalar factors are combined first: (x · s) · t = x · (s · t). */
function scaled(x: Value, factor: Value): Value {
  const [inner, before] = madeBy(x, "Mul")?.inputs ?? [];
  const mergeable = before !== undefined && isScalar(before) && isScalar(factor) && x.dtype === "float32";
  return mergeable ? apply("Mul", inner, apply("Mul", before, factor)) : apply("Mul", x, factor);
}

function isScalar(value: Value): boolean {
  return sizeOf(unexpanded(value).shape) === 1;
}

/** −x. If x is a scaled value, its factor changes sign. */
function negate(x: Value): Value {
  const factor = madeBy(x, "Mul")?.inputs[1];
  return factor !== undefined && isScalar(factor) ? scaled(x, number(-1, x.dtype)) : apply("Neg", x);
}

function isOne(value: Value): boolean {
  const { source } = unexpanded(value);
  return source.kind === "constant" && source.data.every((entry: number | bigint) => Number(entry) === 1);
}

/** A bound of a clip; for integers, infinity becomes the largest integer. */
function bound(value: number, dtype: DType): Value {
  return number(dtype === "int32" ? Math.min(Math.max(value, -(2 ** 31)), 2 ** 31 - 1) : value, dtype);
}

/** exp(x) − 1 = tanh(x/2)(exp(x) + 1), which is accurate near 0. */
function expm1(x: Value): Value {
  return apply("Mul", apply("Tanh", apply("Mul", x, number(0.5))), apply("Add", apply("Exp", x), number(1)));
}

/**
 * log(1 + x), computed as log(u)·x/(u − 1) with the rounded u = 1 + x, which is accurate near 0.
 * Goldberg 1991, theorem 4.
 */
function log1p(x: Value): Value {
  const u = apply("Add", x, number(1));
  const rounded = apply("Sub", u, number(1));
  const log = apply("Log", u);
  const corrected = apply("Mul", log, apply("Div", x, rounded));
  const equal = (a: Value, b: Value) => elementwise("Equal", [a, b], "bool");
  return where(equal(rounded, x), log, where(equal(rounded, number(0)), x, corrected));
}

/** Selects elements of t or e. A condition [rows] selects whole rows. */
function select(condition: Value, t: Value, e: Value): Value {
  const wholeRows = condition.shape.length === 1 && t.shape.length > 1;
  const shape = [...condition.shape, ...t.shape.slice(1).map(() => 1)];
  return where(wholeRows ? reshape(condition, shape) : condition, t, e);
}

export function defineElementwiseKernels(): void {
  for (const [kernel, type] of Object.entries(UNARY)) defineKernel(kernel, ({ x }) => apply(type, x));
  for (const [kernel, type] of Object.entries(BINARY)) defineKernel(kernel, ({ a, b }) => apply(type, a, b));
  for (const [kernel, type] of Object.entries(COMPARISONS)) {
    defineKernel(kernel, ({ a, b }) => elementwise(type, [a, b], "bool"));
  }
  defineKernel(NotEqual, ({ a, b }) => apply("Not", elementwise("Equal", [a, b], "bool")));
  defineKernel(Multiply, ({ a, b }) => multiply(a, b));
  defineKernel(Neg, ({ x }) => negate(x));
  defineKernel(AddN, (list) => Object.values(list).reduce((sum, value) => apply("Add", sum, value)));
  defineKernel(Square, ({ x }) => apply("Mul", x, x));
  defineKernel(SquaredDifference, ({ a, b }) => {
    const difference = apply("Sub", a, b);
    return apply("Mul", difference, difference);
  });
  defineKernel(Rsqrt, ({ x }) => apply("Reciprocal", apply("Sqrt", x)));
  defineKernel(Expm1, ({ x }) => expm1(x));
  defineKernel(Log1p, ({ x }) => log1p(x));
  defineKernel<StepAttrs>(Step, ({ x }, { alpha }) =>
    where(
      elementwise("Greater", [x, number(0, x.dtype)], "bool"),
      number(1, x.dtype),
      number(alpha, x.dtype),
    ),
  );
  defineKernel(EluGrad, ({ dy, y }) => {
    const slope = apply("Min", apply("Add", y, number(1)), number(1));
    return apply("Mul", dy, slope);
  });
  defineKernel<ClipByValueAttrs>(ClipByValue, ({ x }, { clipValueMin, clipValueMax }) =>
    elementwise("Clip", [x, bound(clipValueMin, x.dtype), bound(clipValueMax, x.dtype)], x.dtype),
  );
  defineKernel(Select, ({ condition, t, e }) => select(condition, t, e));
}
