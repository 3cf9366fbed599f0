import { createRng } from "../../../envs/index.js";
import {
  AttributeProto,
  type AttributeProto_AttributeType,
  ModelProto,
  NodeProto,
  TensorProto,
  ValueInfoProto,
} from "../../../proto/gen/onnx/onnx.js";

/** TensorProto.DataType. */
export const FLOAT = 1;
export const INT64 = 7;

/** Parts of a model that tests put together. */
export interface ModelParts {
  nodes: NodeProto[];
  weights: TensorProto[];
  inputs: ValueInfoProto[];
  outputs: ValueInfoProto[];
}

export function weight(name: string, dims: number[], values: ArrayLike<number>): TensorProto {
  const rawData = new Uint8Array(Float32Array.from(values).buffer);
  return TensorProto.fromPartial({ name, dims, dataType: FLOAT, rawData });
}

export function integers(name: string, values: number[]): TensorProto {
  return TensorProto.fromPartial({ name, dims: [values.length], dataType: INT64, int64Data: values });
}

export function node(
  opType: string,
  input: string[],
  output: string[],
  attribute: AttributeProto[] = [],
): NodeProto {
  return NodeProto.fromPartial({ opType, input, output, attribute });
}

export function attribute(name: string, type: AttributeProto_AttributeType, value: object): AttributeProto {
  return AttributeProto.fromPartial({ name, type, ...value });
}

/** @param sizes - numbers, or names of sizes that are not fixed */
export function value(name: string, ...sizes: (number | string)[]): ValueInfoProto {
  const dim = sizes.map((size) => ({
    value:
      typeof size === "string"
        ? { $case: "dimParam" as const, value: size }
        : { $case: "dimValue" as const, value: size },
  }));
  return ValueInfoProto.fromPartial({ name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } });
}

export function modelOf(
  { nodes, weights, inputs, outputs }: ModelParts,
  more: Partial<ModelProto> = {},
): Uint8Array {
  const graph = { name: "policy", node: nodes, initializer: weights, input: inputs, output: outputs };
  const model = { irVersion: 8, opsetImport: [{ domain: "", version: 18 }], graph, ...more };
  return ModelProto.encode(ModelProto.fromPartial(model)).finish();
}

function randomNumbers(seed: number, count: number): Float32Array {
  const rng = createRng(seed, "weights");
  return Float32Array.from({ length: count }, () => 0.5 * rng.normal());
}

/** mean = tanh(observation · W + b), with standard deviations that are the same everywhere. */
export function gaussianParts(d: number, a: number, seed = 0): ModelParts {
  return {
    nodes: [
      node("Gemm", ["observation", "W", "b"], ["hidden"]),
      node("Tanh", ["hidden"], ["mean"]),
      node("Identity", ["spread"], ["log_std"]),
    ],
    weights: [
      weight("W", [d, a], randomNumbers(seed, d * a)),
      weight("b", [a], randomNumbers(seed + 1, a)),
      weight("spread", [a], new Float32Array(a).fill(-1)),
    ],
    inputs: [value("observation", "batch", d)],
    outputs: [value("mean", "batch", a), value("log_std", a)],
  };
}

/** logits = observation · W. */
export function categoricalParts(d: number, a: number, seed = 0): ModelParts {
  return {
    nodes: [node("MatMul", ["observation", "W"], ["logits"])],
    weights: [weight("W", [d, a], randomNumbers(seed, d * a))],
    inputs: [value("observation", "batch", d)],
    outputs: [value("logits", "batch", a)],
  };
}
