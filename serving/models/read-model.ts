import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataLocation as DataLocation,
  type GraphProto,
  ModelProto,
  type NodeProto,
  type TensorProto,
} from "../../proto/gen/onnx/onnx.js";
import { BoundedReader, unexpected } from "../../proto/index.js";
import { OPERATORS } from "./operators.js";

/** Operators of a model; a network of a few hundred layers has fewer. */
export const MAX_NODES = 4096;

/** Types of attributes that the messages in proto/onnx can hold. */
const ATTRIBUTE_TYPES: ReadonlySet<AttributeType> = new Set([
  AttributeType.FLOAT,
  AttributeType.INT,
  AttributeType.STRING,
  AttributeType.TENSOR,
  AttributeType.FLOATS,
  AttributeType.INTS,
  AttributeType.STRINGS,
]);

/** A model whose parts were all checked. */
export interface CheckedModel extends ModelProto {
  readonly graph: GraphProto;
}

/**
 * Reads a model from an untrusted client. It drops fields that the messages in proto/onnx do not have, so that ONNX
 * Runtime sees only what was checked.
 * @param where - the field, for errors
 * @throws ContractError (INVALID_VALUE, LIMIT) if it is not a model, or has a part that policies must not have
 */
export function readModel(bytes: Uint8Array, where: string): CheckedModel {
  const model = decode(bytes, where);
  const { graph, functions } = model;
  if (graph === undefined)
    throw unexpected(where, "an ONNX model with a graph", `${bytes.length} bytes without one`);
  if (functions.length > 0) throw unexpected(where, "no functions", `${functions.length} of them`);
  if (graph.sparseInitializer.length > 0) throw unexpected(where, "dense weights only", "sparse ones");
  if (graph.node.length > MAX_NODES)
    throw unexpected(where, `at most ${MAX_NODES} operators`, `${graph.node.length}`, "LIMIT");
  for (const node of graph.node) checkNode(node, where);
  for (const tensor of graph.initializer) checkTensor(tensor, where);
  return { ...model, graph };
}

function decode(bytes: Uint8Array, where: string): ModelProto {
  try {
    return ModelProto.decode(new BoundedReader(bytes));
  } catch (error) {
    throw unexpected(
      where,
      "an ONNX model",
      `${bytes.length} bytes that are none (${(error as Error).message})`,
    );
  }
}

function checkNode(node: NodeProto, where: string): void {
  const { opType, domain, attribute } = node;
  if (domain !== "" && domain !== "ai.onnx")
    throw unexpected(where, "ONNX' own operators only", `"${opType}" of domain "${domain}"`);
  for (const { name, type, t } of attribute) {
    if (!ATTRIBUTE_TYPES.has(type))
      throw unexpected(where, "operators without graphs inside", `attribute "${name}" of "${opType}"`);
    if (t !== undefined) checkTensor(t, where);
  }
  if (OPERATORS.has(opType)) return;
  throw unexpected(where, "only operators that policies may use (the reference lists them)", `"${opType}"`);
}

/** @throws ContractError if the tensor's data is elsewhere or not a number */
function checkTensor(tensor: TensorProto, where: string): void {
  const place = tensor.name === "" ? where : `${where}: weight "${tensor.name}"`;
  if (tensor.dataLocation !== DataLocation.DEFAULT)
    throw unexpected(place, "data within the model", "data in another file");
  if (hasNaN(tensor)) throw unexpected(place, "numbers", "NaN");
}

/** TensorProto.DataType. */
const [FLOAT, FLOAT16, DOUBLE, BFLOAT16] = [1, 10, 11, 16];

function hasNaN({ dataType, rawData, floatData, doubleData }: TensorProto): boolean {
  if (floatData.some(Number.isNaN) || doubleData.some(Number.isNaN)) return true;
  // A copy, as raw bytes need not begin where a typed array may.
  const { buffer, byteLength } = new Uint8Array(rawData);
  if (dataType === FLOAT) return new Float32Array(buffer, 0, byteLength >> 2).some(Number.isNaN);
  if (dataType === DOUBLE) return new Float64Array(buffer, 0, byteLength >> 3).some(Number.isNaN);
  if (dataType !== FLOAT16 && dataType !== BFLOAT16) return false;
  // Without its sign, a half is NaN if it is above infinity, whose exponent's bits are all set.
  const infinity = dataType === FLOAT16 ? 0x7c00 : 0x7f80;
  return new Uint16Array(buffer, 0, byteLength >> 1).some((bits) => (bits & 0x7fff) > infinity);
}
