// Welfare is of returns: whatever an algorithm looks for, no row says more than was ever seen, nor less.
import { expect, it } from "vitest";
import { builtinEnvironments } from "../../../server/index.js";
import { expectWelfareInRange } from "./support/welfare-range.js";

it.each(["resource-gathering", "half-cheetah", "half-cheetah-velocity"])("auto, %s", (env) => {
  expect([...builtinEnvironments.keys()]).toContain(env);
  return expectWelfareInRange(env, "auto");
});

it.each(["em", "end-to-end", "random"] as const)("%s", (algorithm) =>
  expectWelfareInRange("resource-gathering", algorithm),
);
