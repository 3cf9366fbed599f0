import { describe, expect, it } from "vitest";
import { dmEnvRpc } from "../../../proto/index.js";
import type { Elements } from "../../../server/dm-env-rpc/payloads.js";
import { allElements, packTensor, readTensor } from "../../../server/dm-env-rpc/tensors.js";

const { DataType, Tensor } = dmEnvRpc;
const { FLOAT, DOUBLE, INT8, INT32, INT64, UINT8, UINT32, UINT64, BOOL, STRING, PROTO } = DataType;

/** Over the wire and read. */
function sent(dtype: dmEnvRpc.DataType, shape: number[], elements: Elements) {
  const tensor = Tensor.decode(Tensor.encode(packTensor(dtype, shape, elements)).finish());
  const read = readTensor(tensor, "x");
  return { dtype: read.dtype, shape: read.shape, elements: Array.from(allElements(read)) };
}

const any = { typeUrl: "type.googleapis.com/a.B", value: Uint8Array.of(1, 2) };

describe("elements of every type", () => {
  it.each([
    [FLOAT, "floats", [1.5, -0.25, Number.POSITIVE_INFINITY]],
    [DOUBLE, "doubles", [0.1, -1e300, 5e-324]],
    [INT8, "int8s", [-128, -1, 127]],
    [INT32, "int32s", [-(2 ** 31), -1, 2 ** 31 - 1]],
    [INT64, "int64s", [-(2 ** 53) + 1, 0, 2 ** 53 - 1]],
    [UINT8, "uint8s", [0, 128, 255]],
    [UINT32, "uint32s", [0, 1, 2 ** 32 - 1]],
    [UINT64, "uint64s", [0, 1, 2 ** 53 - 1]],
    [BOOL, "bools", [true, false, true]],
    [STRING, "strings", ["", "hopper", "µ"]],
    [PROTO, "protos", [any, any, any]],
  ] as [dmEnvRpc.DataType, string, Elements][])(
    "%i are packed as %s and read again",
    (dtype, name, elements) => {
      expect(packTensor(dtype, [3], elements).payload?.$case).toBe(name);
      expect(sent(dtype, [3], elements)).toEqual({ dtype, shape: [3], elements });
      // One of them alone stands for all.
      const [first] = Array.from(elements);
      expect(sent(dtype, [2, 2], [first]).elements).toEqual([first, first, first, first]);
    },
  );

  it("int8s and uint8s are a byte each on the wire", () => {
    expect(packTensor(INT8, [2], [-1, 5]).payload?.value.array).toEqual(Uint8Array.of(255, 5));
    expect(packTensor(UINT8, [2], [254, 5]).payload?.value.array).toEqual(Uint8Array.of(254, 5));
  });
});

describe("shapes", () => {
  it.each([
    [[], 1, []],
    [[1], 1, [1]],
    [[2, 3], 6, [2, 3]],
    [[2, -1], 6, [2, 3]],
    [[-1], 4, [4]],
    [[-3, 2], 4, [2, 2]],
    [[-1], 0, [0]],
    [[0], 0, [0]],
    [[3, 2], 1, [3, 2]],
    [[-1, 3], 1, [1, 3]],
  ])("%j with %i elements is %j", (shape, count, resolved) => {
    const tensor = packTensor(FLOAT, shape, new Float32Array(count).fill(7));
    const read = readTensor(tensor, "x");
    expect(read.shape).toEqual(resolved);
    const size = resolved.reduce((a, b) => a * b, 1);
    expect(read.size).toBe(size);
    expect(Array.from(allElements(read))).toEqual(new Array(size).fill(7));
  });

  it.each([
    [[], 2, "x: expected 1 element, got 2"],
    [[], 0, "x: expected 1 element, got 0"],
    [[3], 2, "x: expected 3 elements for shape [3], or 1 for all of them, got 2"],
    [[2, -1], 5, "x: expected a multiple of 2 elements for shape [2, -1], got 5"],
    [[-1, -1], 4, "x: expected at most one variable dimension, got shape [-1, -1]"],
    [[0, -1], 4, "x: expected a multiple of 0 elements for shape [0, -1], got 4"],
  ])("%j with %i elements is refused", (shape, count, message) => {
    const tensor = packTensor(FLOAT, shape, new Float32Array(count));
    expect(() => readTensor(tensor, "x")).toThrow(message);
  });

  it("a tensor has elements of some type", () => {
    expect(() => readTensor({ payload: undefined, shape: [] }, "x")).toThrow(
      "x: expected a tensor with a payload, got one without",
    );
  });
});

it("one element for a great many is not spread before it is asked for", () => {
  const { size, elements } = readTensor(packTensor(FLOAT, [2 ** 30, 2 ** 30], [1]), "x");
  expect(size).toBe(2 ** 60);
  expect(elements.length).toBe(1);
});
