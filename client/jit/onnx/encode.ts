import {
  AttributeProto,
  AttributeProto_AttributeType as AttributeType,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
  type TensorShapeProto_Dimension,
  type ValueInfoProto,
} from "../../../proto/gen/onnx/onnx.js";
import { ONNX_DTYPES } from "../graph/build.js";
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from "./model.js";

const IR_VERSION = 8;
/** The version of ONNX's operator set that graphs use. */
const OPERATOR_SET = 18;

/** Encodes a model in ONNX's file format. */
export function encodeModel({ graph, description = "" }: OnnxModel): Uint8Array {
  const model = ModelProto.fromPartial({
    irVersion: IR_VERSION,
    producerName: "caucus",
    docString: description,
    graph: graphProto(graph),
    opsetImport: [{ domain: "", version: OPERATOR_SET }],
  });
  return ModelProto.encode(model).finish();
}

function graphProto({ name, nodes, initializers, inputs, outputs }: OnnxGraph): GraphProto {
  return GraphProto.fromPartial({
    name,
    node: nodes.map(nodeProto),
    initializer: initializers.map(tensorProto),
    input: inputs.map(valueInfoProto),
    output: outputs.map(valueInfoProto),
  });
}

function nodeProto({ type, inputs, outputs, attributes }: OnnxNode): NodeProto {
  return NodeProto.fromPartial({
    opType: type,
    input: [...inputs],
    output: [...outputs],
    attribute: Object.entries(attributes).map(([name, value]) => attributeProto(name, value)),
  });
}

function attributeProto(name: string, value: OnnxAttribute): AttributeProto {
  return AttributeProto.fromPartial({ name, ...attributeValue(value) });
}

function attributeValue(value: OnnxAttribute): Partial<AttributeProto> {
  if (typeof value === "number") return { type: AttributeType.INT, i: value };
  if ("text" in value) return { type: AttributeType.STRING, s: Buffer.from(value.text) };
  if ("graph" in value) return { type: AttributeType.GRAPH, g: graphProto(value.graph) };
  return { type: AttributeType.INTS, ints: [...value] };
}

function tensorProto({ name, dtype, shape, data }: OnnxTensor): TensorProto {
  return TensorProto.fromPartial({
    name,
    dataType: ONNX_DTYPES[dtype],
    dims: [...shape],
    rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  });
}

function valueInfoProto({ name, dtype, shape }: OnnxValueInfo): ValueInfoProto {
  return {
    name,
    type: { tensorType: { elemType: ONNX_DTYPES[dtype], shape: { dim: shape.map(dimension) } } },
  };
}

function dimension(size: number | string): TensorShapeProto_Dimension {
  return {
    value: typeof size === "string" ? { $case: "dimParam", value: size } : { $case: "dimValue", value: size },
  };
}
