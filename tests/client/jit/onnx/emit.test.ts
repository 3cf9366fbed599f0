import { expect, test } from "vitest";
import { constant, expand, input, operation, operations } from "../../../../client/jit/graph/build.js";
import { emit } from "../../../../client/jit/onnx/emit.js";

const x = input("x", [2], "float32");
const y = input("y", [2], "float32");
const PAIR = { shape: [2], dtype: "float32" } as const;
const one = constant([1], [], "float32");

const add = (a: typeof x, b: typeof x) => operation("Add", [a, b], PAIR);
const types = (emitted: ReturnType<typeof emit>) => emitted.nodes.map(({ type }) => type);

test("only what is needed is emitted", () => {
  operation("Exp", [y], PAIR);
  add(y, constant([9], [], "float32"));
  const emitted = emit([["z", operation("Neg", [add(x, one)], PAIR)]], "v");
  expect(types(emitted)).toEqual(["Add", "Neg"]);
  expect([...emitted.inputs]).toEqual(["x"]);
  expect(emitted.initializers.map(({ data }) => data)).toEqual([Float32Array.of(1)]);
});

test("what several need is emitted once, before them", () => {
  const sum = add(x, one);
  const emitted = emit(
    [
      ["a", operation("Mul", [sum, sum], PAIR)],
      ["b", add(sum, one)],
    ],
    "v",
  );
  expect(types(emitted)).toEqual(["Add", "Mul", "Add"]);
  expect(emitted.initializers).toHaveLength(1);
});

test("every node comes after those it reads", () => {
  const deep = add(add(x, y), y);
  const emitted = emit([["z", add(deep, add(deep, add(x, y)))]], "v");
  const known = new Set(["x", "y"]);
  for (const { inputs, outputs } of emitted.nodes) {
    expect(inputs.filter((name) => !known.has(name))).toEqual([]);
    for (const name of outputs) known.add(name);
  }
});

test("all outputs of an operator have names, needed or not", () => {
  const half = { shape: [1], dtype: "float32" } as const;
  const [, second] = operations("Split", [x], [half, half], { axis: 0 });
  const { nodes } = emit([["z", second]], "v");
  expect(nodes).toEqual([{ type: "Split", inputs: ["x"], outputs: ["v0", "z"], attributes: { axis: 0 } }]);
});

test("a value that is wanted under two names is made under the first and copied", () => {
  const sum = add(x, one);
  const { nodes } = emit([["a", sum], ["b", sum]], "v"); // biome-ignore format: one line
  expect(nodes.map(({ type, inputs, outputs }) => [type, ...inputs, ...outputs])).toEqual([
    ["Add", "x", "v1", "a"],
    ["Identity", "a", "b"],
  ]);
});

test("inputs and constants may be outputs, inputs under other names", () => {
  const emitted = emit([["a", x], ["b", one], ["c", x]], "v", (name) => `step:${name}`); // biome-ignore format: one line
  expect(emitted.nodes.map(({ inputs, outputs }) => [...inputs, ...outputs])).toEqual([
    ["step:x", "a"],
    ["v0", "b"],
    ["step:x", "c"],
  ]);
});

test("a broadcast that only elementwise operators read is not carried out", () => {
  const wide = expand(one, [2]);
  expect(types(emit([["z", wide]], "v"))).toEqual(["Expand"]);
});

test("a chain of 5,000 operations does not overflow the stack", () => {
  let sum = x;
  for (let i = 0; i < 5000; i++) sum = add(sum, one);
  expect(emit([["z", sum]], "v").nodes).toHaveLength(5000);
});
