/**
 * ONNX operators that policies may use. Except for products of matrices, their cost is proportional to the sizes of their
 * inputs and outputs. None has control flow, randomness, or a result whose shape depends on values.
 */
export const OPERATORS: ReadonlySet<string> = new Set([
  // Products of matrices.
  ...["Gemm", "MatMul"],
  // Entry by entry.
  ...["Abs", "Add", "Cast", "CastLike", "Ceil", "Celu", "Clip", "Cos", "Div", "Elu", "Erf", "Exp", "Floor"],
  ...["Gelu", "HardSigmoid", "HardSwish", "Identity", "IsInf", "IsNaN", "LeakyRelu", "Log", "Max", "Mean"],
  ...["Min", "Mish", "Mod", "Mul", "Neg", "PRelu", "Pow", "Reciprocal", "Relu", "Round", "Selu", "Sigmoid"],
  ...["Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Sub", "Sum", "Tan", "Tanh", "ThresholdedRelu"],
  // Comparisons.
  ...["And", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "Or", "Where", "Xor"],
  // Over an axis.
  ...["ArgMax", "ArgMin", "BatchNormalization", "CumSum", "GroupNormalization", "InstanceNormalization"],
  ...[
    "LayerNormalization",
    "LogSoftmax",
    "LpNormalization",
    "MeanVarianceNormalization",
    "ReduceL1",
    "ReduceL2",
  ],
  ...["ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum"],
  ...["ReduceSumSquare", "RMSNormalization", "Softmax", "SimplifiedLayerNormalization"],
  // Shapes and places.
  ...["Concat", "Constant", "ConstantOfShape", "Expand", "Flatten", "Gather", "GatherElements", "GatherND"],
  ...["Pad", "Reshape", "Shape", "Size", "Slice", "Split", "Squeeze", "Tile", "Transpose"],
  ...["Trilu", "Unsqueeze"],
]);

/** Operators whose cost is the size of the result times the size of the axis that they sum over. */
export const MATRIX_PRODUCTS: ReadonlySet<string> = new Set(["Gemm", "MatMul"]);
