// Welfare is of returns: whatever an algorithm looks for, no row says more than was ever seen, nor less.
import { describe, it } from "vitest";
import { ALGORITHMS } from "../../../client/index.js";
import { builtinEnvironments } from "../../../server/index.js";
import { expectWelfareInRange } from "./support/welfare-range.js";

/** What decides k itself, pretrains, or knows what agents want is not for every environment. */
const OF_ALL = ALGORITHMS.filter((name) => ["auto", "em", "end-to-end", "random"].includes(name));

describe.each([...builtinEnvironments.keys()])("%s", (env) => {
  it.each(OF_ALL)("%s", (algorithm) => expectWelfareInRange(env, algorithm));
});
