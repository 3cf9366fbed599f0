import { expect, it } from "vitest";
import { participants, withOutsideOptions } from "../../../client/ops/outside-options.js";

const NONE = Number.NEGATIVE_INFINITY;

it("only agents that gain take part: an agent whose return equals its outside option does not", () => {
  expect(participants(Float64Array.of(5, 5, -9, 4), Float64Array.of(4, 5, NONE, 6))).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

it("withOutsideOptions gives agents the better of the two, for one value each or one of every representative", () => {
  expect([...withOutsideOptions(Float64Array.of(5, -9), Float64Array.of(6, NONE))]).toEqual([6, -9]);
  expect([...withOutsideOptions(Float64Array.of(5, 1, 7, 3), Float64Array.of(6, 2))]).toEqual([6, 2, 7, 3]);
});
