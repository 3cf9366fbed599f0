import { expect, it } from "vitest";
import { nonzeroEntries } from "../../proto/nonzero-entries.js";

it.each([
  [[], []],
  [[0, 0, 0, 0, 0], []],
  [[1], [0]],
  [
    [0, 0, 0, 2, 0, 3, 0, 0],
    [3, 5],
  ],
  [[0, 0, 0, 0, 0, 0, 4], [6]],
  [
    [-0, 1e-45, Number.NaN, -1, -0],
    [1, 2, 3],
  ],
])("of %j are at %j", (array, places) => {
  expect([...nonzeroEntries(Float32Array.from(array))]).toEqual(places);
});

it("looks at a view's own entries, in shared memory too", () => {
  const array = new Float32Array(new SharedArrayBuffer(32));
  array.set([1, 1, 0, 0, 0, 5, 0, 1]);
  expect([...nonzeroEntries(array.subarray(1, 7))]).toEqual([0, 4]);
});
