import { expect, it } from "vitest";
import { requestSeconds } from "../../../../client/remote/transport/deadlines.js";
import { Limits } from "../../../../proto/index.js";

it.each([
  [300, 310],
  [55, 65],
  [1, 60],
  [0, 60],
  [-5, 60],
  [Number.NaN, 60],
  [Number.NEGATIVE_INFINITY, 60],
  [Number.POSITIVE_INFINITY, 86_400],
  [1e300, 86_400],
])("a server that gives its environments %d s is given %d s", (maxRequestSeconds, seconds) => {
  expect(requestSeconds(Limits.fromPartial({ maxRequestSeconds }))).toBe(seconds);
});

it("a server that does not say is given a minute", () => {
  expect(requestSeconds(undefined)).toBe(60);
});
