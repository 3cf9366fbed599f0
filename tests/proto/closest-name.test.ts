import { expect, it } from "vitest";
import { closestName } from "../../proto/closest-name.js";

const NAMES = ["train", "seed", "batchSize", "learningRate", "env"];

it.each([
  ["trian", "train"],
  ["tran", "train"],
  ["sede", "seed"],
  ["learning-rate", "learningRate"],
  ["batch_size", "batchSize"],
  ["BATCHSIZES", "batchSize"],
  ["evn", "env"],
  ["teach", undefined],
  ["x", undefined],
  ["", undefined],
  ["frobnicate", undefined],
])("%j is %j", (given, expected) => {
  expect(closestName(given, NAMES)).toBe(expected);
});

it("is the nearest of several, whatever their order", () => {
  expect(closestName("steps", ["step", "stops", "steps2"])).toBe("step");
  expect(closestName("episods", ["episode", "episodes"])).toBe("episode");
  expect(closestName("episods", ["episodes", "episode"])).toBe("episodes");
});

it("takes a long name for none, and no long time", () => {
  expect(closestName("x".repeat(1e6), NAMES)).toBeUndefined();
});
