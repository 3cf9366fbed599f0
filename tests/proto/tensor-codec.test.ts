import { expect, it } from "vitest";
import { DataType, decodeTensorInto, encodeTensor } from "../../proto/index.js";

const FLOAT32 = DataType.DATA_TYPE_FLOAT32;

it("decodes into an array, wherever the bytes lie", () => {
  const bytes = new Uint8Array(13);
  bytes.set(encodeTensor(FLOAT32, [3], Float32Array.of(1, 2, 3)).data, 1);
  const tensor = { dtype: FLOAT32, shape: [3], data: bytes.subarray(1) };
  const room = new Float32Array(5);
  decodeTensorInto(tensor, "rewards", { dtype: FLOAT32, shape: [3] }, room.subarray(1, 4));
  expect([...room]).toEqual([0, 1, 2, 3, 0]);
});

it("writes nothing of a tensor that is not as expected", () => {
  const out = new Float32Array(2);
  const decode = (shape: number[], data: Uint8Array) =>
    decodeTensorInto({ dtype: FLOAT32, shape, data }, "rewards", { dtype: FLOAT32, shape: [2] }, out);
  expect(() => decode([3], new Uint8Array(12).fill(1))).toThrow("rewards: expected shape [2], got [3]");
  expect(() => decode([2], new Uint8Array(4).fill(1))).toThrow("rewards.data: expected 8 bytes, got 4");
  expect([...out]).toEqual([0, 0]);
});
