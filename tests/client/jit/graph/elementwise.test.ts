import { describe, expect, it } from "vitest";
import { constant, input, reshape } from "../../../../client/jit/graph/build.js";
import { elementwise } from "../../../../client/jit/graph/elementwise.js";
import type { Value } from "../../../../client/jit/graph/value.js";
import { emit } from "../../../../client/jit/onnx/emit.js";

const x = input("x", [6, 4], "float32");
const tall = reshape(x, [2, 3, 4]);
const vector = constant([1, 2, 3, 4], [4], "float32");
const operators = (value: Value) => emit([["y", value]], "v").nodes.map(({ type }) => type);
const add = (...inputs: Value[]) => elementwise("Add", inputs, "float32");
const tanh = (value: Value) => elementwise("Tanh", [value], "float32");

describe("reshapes", () => {
  it("come after elementwise operators, and only once", () => {
    const y = tanh(add(tall, vector));
    expect(operators(y)).toEqual(["Add", "Tanh", "Reshape"]);
    expect(y.shape).toEqual([2, 3, 4]);
  });

  it("are not executed where a later one undoes them", () => {
    expect(operators(reshape(tanh(add(tall, vector)), [6, 4]))).toEqual(["Add", "Tanh"]);
  });

  it("are not executed where both inputs have the same", () => {
    expect(operators(reshape(add(tall, tanh(tall)), [6, 4]))).toEqual(["Tanh", "Add"]);
  });

  it("stay where another input varies along what they reshape", () => {
    const other = input("other", [2, 1, 4], "float32");
    expect(operators(add(tall, other))).toEqual(["Reshape", "Add"]);
    expect(operators(add(reshape(x, [4, 6]), input("row", [6], "float32")))).toEqual(["Reshape", "Add"]);
  });

  it("of constants are not executed", () => {
    expect(operators(add(tall, reshape(vector, [1, 1, 4])))).toEqual(["Add", "Reshape"]);
  });
});
