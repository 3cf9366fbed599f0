import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { encodeModel } from "../../../../client/jit/onnx/encode.js";
import type { OnnxGraph } from "../../../../client/jit/onnx/model.js";
import { decode, type Message } from "./protobuf.js";

/** y = transpose(x) + c, with the numbers of fields of onnx.proto in the tests below. */
const GRAPH: OnnxGraph = {
  name: "g",
  nodes: [
    { type: "Transpose", inputs: ["x"], outputs: ["t"], attributes: { perm: [1, 0] } },
    { type: "Add", inputs: ["t", "c"], outputs: ["y"], attributes: {} },
  ],
  initializers: [{ name: "c", dtype: "float32", shape: [1], data: Float32Array.of(1.5) }],
  inputs: [{ name: "x", dtype: "float32", shape: ["batch", 2] }],
  outputs: [{ name: "y", dtype: "float32", shape: [2, "batch"] }],
};

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const message = (parent: Message, field: number, i = 0) => decode(parent[field][i] as Uint8Array);
const texts = (parent: Message, field: number) => parent[field].map((bytes) => text(bytes as Uint8Array));

describe("a model's bytes", () => {
  test("of the smallest one, written out", () => {
    const graph: OnnxGraph = { name: "g", nodes: [], initializers: [], inputs: [], outputs: [] };
    const bytes = [
      [0x08, 8], // ir_version = 1
      [0x12, 6, ...Buffer.from("caucus")], // producer_name = 2
      [0x32, 2, ...Buffer.from("hi")], // doc_string = 6
      [0x3a, 3, 0x12, 1, ...Buffer.from("g")], // graph = 7 { name = 2 }
      [0x42, 2, 0x10, 18], // opset_import = 8 { version = 2 }, of the empty domain
    ];
    expect([...encodeModel({ graph, description: "hi" })]).toEqual(bytes.flat());
  });

  const graph = message(decode(encodeModel({ graph: GRAPH })), 7);

  test("have nodes: input = 1, output = 2, op_type = 4", () => {
    const [transpose, add] = [message(graph, 1, 0), message(graph, 1, 1)];
    expect([texts(transpose, 1), texts(transpose, 2), texts(transpose, 4)]).toEqual([
      ["x"],
      ["t"],
      ["Transpose"],
    ]);
    expect([texts(add, 1), texts(add, 2), texts(add, 4)]).toEqual([["t", "c"], ["y"], ["Add"]]);
  });

  test("have attributes: name = 1, ints = 8, type = 20, of which INTS is 7", () => {
    const attribute = message(message(graph, 1, 0), 5);
    expect(texts(attribute, 1)).toEqual(["perm"]);
    expect([attribute[8], attribute[20]]).toEqual([[1, 0], [7]]);
  });

  test("have initializers: dims = 1, data_type = 2, name = 8, raw_data = 9", () => {
    const tensor = message(graph, 5);
    expect([tensor[1], tensor[2], texts(tensor, 8)]).toEqual([[1], [1], ["c"]]);
    expect(tensor[9]).toEqual([Uint8Array.of(0, 0, 0xc0, 0x3f)]);
  });

  test("have shapes: dim_value = 1 and dim_param = 2 of a dimension", () => {
    const info = message(graph, 11);
    const tensorType = message(message(info, 2), 1);
    const shape = message(tensorType, 2);
    expect([texts(info, 1), tensorType[1]]).toEqual([["x"], [1]]);
    expect([texts(message(shape, 1, 0), 2), message(shape, 1, 1)[1]]).toEqual([["batch"], [2]]);
  });
});

test("a named dimension may have any size", async () => {
  const session = await ort.InferenceSession.create(encodeModel({ graph: GRAPH }));
  const run = async (data: number[], rows: number) => {
    const { y } = await session.run({ x: new ort.Tensor("float32", data, [rows, 2]) });
    return [y.dims, [...(y.data as Float32Array)]];
  };
  expect(await run([1, 2], 1)).toEqual([[2, 1], [2.5, 3.5]]); // biome-ignore format: one line
  expect(await run([1, 2, 3, 4], 2)).toEqual([[2, 2], [2.5, 4.5, 3.5, 5.5]]); // biome-ignore format: one line
});
