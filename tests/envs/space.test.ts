import fc from "fast-check";
import { expect, test } from "vitest";
import { box, boxBounds, copyActions, discrete, InvalidValueError, spaceSize } from "../../envs/index.js";

test("a space has as many numbers as its shape says", () => {
  expect(spaceSize(box([17], -1, 1))).toBe(17);
  expect(spaceSize(box([2, 3], 0, 1))).toBe(6);
  expect(spaceSize(box([], 0, 1))).toBe(1);
  expect(spaceSize(discrete(9))).toBe(1);
});

test("bounds are one for all entries, or one each", () => {
  expect(boxBounds(box([3], -1, [1, 2, 3]), 0)).toEqual([-1, 1]);
  expect(boxBounds(box([3], -1, [1, 2, 3]), 2)).toEqual([-1, 3]);
});

test("box actions are clipped, each to its own bounds, and kept as float32", () => {
  const space = box([2], [-1, 0], [1, 5]);
  const out = new Float32Array(4);
  copyActions(space, [-3, -3, 0.1, 7], out);
  expect([...out]).toEqual([-1, 0, Math.fround(0.1), 5]);
});

test("clipped actions lie in the space and are the nearest that do", () => {
  const space = box([2], [-1, -2], [0.5, 3]);
  const number = fc.float({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(fc.array(number, { minLength: 6, maxLength: 6 }), (actions) => {
      const out = new Float32Array(6);
      copyActions(space, actions, out);
      actions.forEach((x, k) => {
        const [low, high] = boxBounds(space, k % 2);
        expect(out[k]).toBe(x < low ? low : x > high ? high : x);
      });
    }),
  );
});

test("infinite bounds do not clip", () => {
  const out = new Float32Array(1);
  copyActions(box([1], -Infinity, Infinity), [1e30], out);
  expect(out[0]).toBe(Math.fround(1e30));
});

test.each([
  { actions: [0, 0, 0], expected: "4 numbers", got: "3" },
  { actions: [0, 0, Number.NaN, 0], expected: "finite numbers", got: "NaN at [1, 0]" },
  { actions: [0, Number.NEGATIVE_INFINITY, 0, 0], expected: "finite numbers", got: "-Infinity at [0, 1]" },
])("box actions that are $got", ({ actions, expected, got }) => {
  const error = new InvalidValueError("actions", expected, got);
  expect(() => copyActions(box([2], -1, 1), actions, new Float32Array(4))).toThrow(error);
});

test("discrete actions are copied", () => {
  const out = new Int32Array(3);
  copyActions(discrete(4), [0, 3, 2], out);
  expect([...out]).toEqual([0, 3, 2]);
});

test.each([-1, 4, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("%d is no action out of four", (x) => {
  const error = new InvalidValueError("actions", "integers from 0 to 3", `${x} at [1]`);
  expect(() => copyActions(discrete(4), [0, x, 0], new Int32Array(3))).toThrow(error);
});
