import { expect, it } from "vitest";
import {
  changeText,
  intervalText,
  listText,
  numberText,
  parameterText,
  shareText,
} from "../../../../client/assess/page/numbers.js";

it.each([
  [0, "0"],
  [-1e-12, "0"],
  [1234.4, "1234"],
  [86, "86.0"],
  [-12.34, "−12.3"],
  [0.456, "0.46"],
  [0.0456, "0.0456"],
  [0.000123, "1.23e−4"],
  [2.5e7, "2.50e+7"],
])("%d is written %s", (x, text) => {
  expect(numberText(x)).toBe(text);
});

it("intervals are written with their ends, unless they have no width", () => {
  expect(intervalText({ mean: 5, lower: -4, upper: 6.25 })).toBe("5.00 (−4.00 to 6.25)");
  expect(intervalText({ mean: 5, lower: 5, upper: 5 + 1e-12 })).toBe("5.00");
  expect(changeText({ mean: 5, lower: 5, upper: 5 })).toBe("+5.00");
  expect(changeText({ mean: -5, lower: -5, upper: -5 })).toBe("−5.00");
});

it("lists and shares are written in words", () => {
  expect([listText([]), listText([1]), listText([1, 2, 3])]).toEqual(["", "1", "1, 2 and 3"]);
  expect(shareText(1, 3)).toBe("33 %");
});

it("whole parameters are written as they are", () => {
  expect([6, -3, 0.5].map(parameterText)).toEqual(["6", "−3", "0.50"]);
});
