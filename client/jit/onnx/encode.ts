import { BinaryWriter } from "@bufbuild/protobuf/wire";
import { fieldTag, writeMessage } from "../../base/protobuf-fields.js";
import { ONNX_DTYPES } from "../graph/build.js";
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from "./model.js";

const IR_VERSION = 8;
/** The version of ONNX' operators that graphs are made of. */
const OPERATOR_SET = 18;

/** AttributeProto.AttributeType. */
const ATTRIBUTE_TYPES = { int: 2, text: 3, graph: 5, ints: 7 } as const;

/** A model in ONNX' file format, which is a protobuf; numbers are those of its onnx.proto. */
export function encodeModel({ graph, description }: OnnxModel): Uint8Array {
  const writer = new BinaryWriter();
  writer.uint32(fieldTag(1, "varint")).int64(IR_VERSION);
  writer.uint32(fieldTag(2, "bytes")).string("caucus");
  if (description !== undefined) writer.uint32(fieldTag(6, "bytes")).string(description);
  writeMessage(writer, 7, () => writeGraph(writer, graph));
  writeMessage(writer, 8, () => {
    writer.uint32(fieldTag(1, "bytes")).string("");
    writer.uint32(fieldTag(2, "varint")).int64(OPERATOR_SET);
  });
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) writeMessage(writer, 1, () => writeNode(writer, node));
  writer.uint32(fieldTag(2, "bytes")).string(graph.name);
  for (const tensor of graph.initializers) writeMessage(writer, 5, () => writeTensor(writer, tensor));
  for (const info of graph.inputs) writeMessage(writer, 11, () => writeValueInfo(writer, info));
  for (const info of graph.outputs) writeMessage(writer, 12, () => writeValueInfo(writer, info));
}

function writeNode(writer: BinaryWriter, { type, inputs, outputs, attributes }: OnnxNode): void {
  for (const name of inputs) writer.uint32(fieldTag(1, "bytes")).string(name);
  for (const name of outputs) writer.uint32(fieldTag(2, "bytes")).string(name);
  writer.uint32(fieldTag(4, "bytes")).string(type);
  for (const [name, value] of Object.entries(attributes)) {
    writeMessage(writer, 5, () => writeAttribute(writer, name, value));
  }
}

function writeAttribute(writer: BinaryWriter, name: string, value: OnnxAttribute): void {
  writer.uint32(fieldTag(1, "bytes")).string(name);
  const type = (kind: keyof typeof ATTRIBUTE_TYPES) =>
    writer.uint32(fieldTag(20, "varint")).int32(ATTRIBUTE_TYPES[kind]);
  if (typeof value === "number") {
    type("int").uint32(fieldTag(3, "varint")).int64(value);
  } else if ("text" in value) {
    type("text").uint32(fieldTag(4, "bytes")).string(value.text);
  } else if ("graph" in value) {
    type("graph");
    writeMessage(writer, 6, () => writeGraph(writer, value.graph));
  } else {
    type("ints");
    for (const entry of value) writer.uint32(fieldTag(8, "varint")).int64(entry);
  }
}

function writeTensor(writer: BinaryWriter, { name, dtype, shape, data }: OnnxTensor): void {
  for (const size of shape) writer.uint32(fieldTag(1, "varint")).int64(size);
  writer.uint32(fieldTag(2, "varint")).int32(ONNX_DTYPES[dtype]);
  writer.uint32(fieldTag(8, "bytes")).string(name);
  writer.uint32(fieldTag(9, "bytes")).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValueInfo(writer: BinaryWriter, { name, dtype, shape }: OnnxValueInfo): void {
  writer.uint32(fieldTag(1, "bytes")).string(name);
  // TypeProto.tensor_type, of an element type and a shape of dimensions.
  writeMessage(writer, 2, () =>
    writeMessage(writer, 1, () => {
      writer.uint32(fieldTag(1, "varint")).int32(ONNX_DTYPES[dtype]);
      writeMessage(writer, 2, () => {
        for (const size of shape) writeMessage(writer, 1, () => writeDimension(writer, size));
      });
    }),
  );
}

function writeDimension(writer: BinaryWriter, size: number | string): void {
  if (typeof size === "string") writer.uint32(fieldTag(2, "bytes")).string(size);
  else writer.uint32(fieldTag(1, "varint")).int64(size);
}
