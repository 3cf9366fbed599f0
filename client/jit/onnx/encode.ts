import { BinaryWriter } from "@bufbuild/protobuf/wire";
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
  writer.uint32(tag(1, VARINT)).int64(IR_VERSION);
  writer.uint32(tag(2, BYTES)).string("caucus");
  if (description !== undefined) writer.uint32(tag(6, BYTES)).string(description);
  message(writer, 7, () => writeGraph(writer, graph));
  message(writer, 8, () => {
    writer.uint32(tag(1, BYTES)).string("");
    writer.uint32(tag(2, VARINT)).int64(OPERATOR_SET);
  });
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, graph: OnnxGraph): void {
  for (const node of graph.nodes) message(writer, 1, () => writeNode(writer, node));
  writer.uint32(tag(2, BYTES)).string(graph.name);
  for (const tensor of graph.initializers) message(writer, 5, () => writeTensor(writer, tensor));
  for (const info of graph.inputs) message(writer, 11, () => writeValueInfo(writer, info));
  for (const info of graph.outputs) message(writer, 12, () => writeValueInfo(writer, info));
}

function writeNode(writer: BinaryWriter, { type, inputs, outputs, attributes }: OnnxNode): void {
  for (const name of inputs) writer.uint32(tag(1, BYTES)).string(name);
  for (const name of outputs) writer.uint32(tag(2, BYTES)).string(name);
  writer.uint32(tag(4, BYTES)).string(type);
  for (const [name, value] of Object.entries(attributes)) {
    message(writer, 5, () => writeAttribute(writer, name, value));
  }
}

function writeAttribute(writer: BinaryWriter, name: string, value: OnnxAttribute): void {
  writer.uint32(tag(1, BYTES)).string(name);
  const type = (kind: keyof typeof ATTRIBUTE_TYPES) =>
    writer.uint32(tag(20, VARINT)).int32(ATTRIBUTE_TYPES[kind]);
  if (typeof value === "number") {
    type("int").uint32(tag(3, VARINT)).int64(value);
  } else if ("text" in value) {
    type("text").uint32(tag(4, BYTES)).string(value.text);
  } else if ("graph" in value) {
    type("graph");
    message(writer, 6, () => writeGraph(writer, value.graph));
  } else {
    type("ints");
    for (const entry of value) writer.uint32(tag(8, VARINT)).int64(entry);
  }
}

function writeTensor(writer: BinaryWriter, { name, dtype, shape, data }: OnnxTensor): void {
  for (const size of shape) writer.uint32(tag(1, VARINT)).int64(size);
  writer.uint32(tag(2, VARINT)).int32(ONNX_DTYPES[dtype]);
  writer.uint32(tag(8, BYTES)).string(name);
  writer.uint32(tag(9, BYTES)).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

function writeValueInfo(writer: BinaryWriter, { name, dtype, shape }: OnnxValueInfo): void {
  writer.uint32(tag(1, BYTES)).string(name);
  // TypeProto.tensor_type, of an element type and a shape of dimensions.
  message(writer, 2, () =>
    message(writer, 1, () => {
      writer.uint32(tag(1, VARINT)).int32(ONNX_DTYPES[dtype]);
      message(writer, 2, () => {
        for (const size of shape) message(writer, 1, () => writeDimension(writer, size));
      });
    }),
  );
}

function writeDimension(writer: BinaryWriter, size: number | string): void {
  if (typeof size === "string") writer.uint32(tag(2, BYTES)).string(size);
  else writer.uint32(tag(1, VARINT)).int64(size);
}

/** Protobuf's wire types. */
const VARINT = 0;
const BYTES = 2;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.uint32(tag(field, BYTES)).fork();
  write();
  writer.join();
}
